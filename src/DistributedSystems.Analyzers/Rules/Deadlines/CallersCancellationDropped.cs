using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports when a remote call is not given the token that its method was given or made: none, an explicit none, or an outer token
/// where a nearer one also carries a deadline.
/// Silent in clean-up, where the called method takes no token, and where it may get one in another way.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallersCancellationDropped : DistributedAnalyzer
{
    internal const string Id = "DIST1003";

    /// <summary>Decision for the fixer: the token to pass.</summary>
    internal const string Token = "fix.token";

    /// <summary>Decision for the fixer: the parameter that takes it, or the call options that do.</summary>
    internal const string TokenParameter = "fix.tokenParameter";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Caller's deadline or cancellation is dropped",
        "'{0}' is not given '{1}', so it goes on {2}",
        Level.Warning
    );

    public CallersCancellationDropped()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.RemoteCalls.RemoteCallOf(invocation) is not { } call)
        {
            if (facts.Cancellation.DroppedByRead(invocation) is { } unread)
            {
                Report(context, unread, Symbols.NameOf(invocation.TargetMethod), Evidence.Of("the call passes none"));
            }

            return;
        }

        if (facts.Cancellation.DroppedBy(call) is { } dropped && !IsReportedAsUnbounded(context, facts, call, dropped))
        {
            Report(
                context,
                dropped,
                call.Name,
                Evidence.Of(
                    call,
                    dropped.Passed is { } outer ? $"'{outer}' is passed instead"
                        : dropped.IsExplicit ? "the call is given none"
                        : "the call passes none"
                )
            );
        }
    }

    private static void Report(OperationContext context, DroppedToken dropped, string name, ImmutableDictionary<string, string?> evidence)
    {
        var token = dropped.Token;
        context.Report(
            Diagnostic.Create(
                Problem,
                dropped.Place.Syntax.GetLocation(),
                dropped.IsExplicit || dropped.IsWeak || !token.IsSure ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                additionalLocations: null,
                Decisions(dropped, evidence),
                name,
                token.Expression,
                token.Bound.Answer == Bounded.Yes ? "after its deadline has passed"
                    : token.Symbol is IFieldSymbol ? "after its object has been stopped"
                    : "after its caller has given up"
            )
        );
    }

    /// <summary>Nothing ends the wait, and the token in scope would not either, as far as is known: the missing deadline is the
    /// cause.</summary>
    private static bool IsReportedAsUnbounded(OperationContext context, CompilationFacts facts, RemoteCall call, DroppedToken dropped) =>
        call.Api.NoDefaultDeadline
        && dropped.Token.Bound.Answer != Bounded.Yes
        && facts.Deadlines.BoundOf(call).Answer == Bounded.No
        && context.YieldsTo(
            Problem,
            RemoteCallHasNoDeadline.Id,
            call.Api.WeakDeadlineEvidence ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning
        );

    internal static ImmutableDictionary<string, string?> Decisions(DroppedToken dropped, ImmutableDictionary<string, string?> properties) =>
        dropped.IsOnly
            ? properties
                .Add(Token, dropped.Token.Expression)
                .Add(
                    TokenParameter,
                    (
                        dropped.Target.Parameters.FirstOrDefault(parameter => parameter.Type.Name == nameof(CancellationToken))
                        ?? dropped.Target.Parameters.First(parameter => parameter.Type.Name == "CallOptions")
                    ).Name
                )
            : properties;
}
