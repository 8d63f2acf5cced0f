using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers;

/// <summary>Where diagnostics about a whole construct stand, so that the squiggle is short.</summary>
internal static class Places
{
    /// <summary>The keyword of a loop.</summary>
    public static Location OfLoop(ILoopOperation loop) => loop.Syntax.GetFirstToken().GetLocation();

    /// <summary>What makes a call again: the keyword of a loop or catch, a jump, a call.</summary>
    public static Location OfRetry(IOperation retry) =>
        retry is ILoopOperation or ICatchClauseOperation ? retry.Syntax.GetFirstToken().GetLocation() : retry.Syntax.GetLocation();

    /// <summary>A value where it stands inside a call, else the call: the value may stand in another member or file.</summary>
    public static IOperation Within(IOperation call, IOperation value) =>
        call.Syntax.SyntaxTree == value.Syntax.SyntaxTree && call.Syntax.Span.Contains(value.Syntax.Span) ? value : call;

    /// <summary>The name and the arguments of a call, without the chain of calls it is made on.</summary>
    public static Location OfCall(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } invocation
            ? Location.Create(invocation.SyntaxTree, TextSpan.FromBounds(access.Name.SpanStart, invocation.Span.End))
            : call.Syntax.GetLocation();
}
