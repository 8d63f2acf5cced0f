using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class Expiries
{
    /// <summary>The catch around an operation that receives a timeout: of an exception that says so, or of any failure of a remote
    /// call.</summary>
    public string? TimeoutCaughtAround(IOperation operation) => CatchOfTimeoutAround(operation) is { } handler ? NameOf(handler) : null;

    public ICatchClauseOperation? CatchOfTimeoutAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ICatchClauseOperation { Parent: ITryOperation attempt } handler && Receives(handler, attempt))
            {
                return handler;
            }
        }

        return null;
    }

    private bool Receives(ICatchClauseOperation handler, ITryOperation attempt) =>
        IsTimeout(handler.ExceptionType)
        || FiltersTimeouts(handler)
        || (RemoteFailures.MayCatch(handler.ExceptionType, thrown: null) && attempt.Body.Descendants().Any(MayTimeOut));

    public static string NameOf(ICatchClauseOperation handler) =>
        handler.ExceptionType is { SpecialType: not SpecialType.System_Object } type ? $"a caught {type.Name}" : "a caught exception";

    /// <summary>The catch of a timeout that leads from the try that one operation is the success of to another one behind it.</summary>
    private string? TimeoutSwallowedBetween(IOperation success, IOperation later)
    {
        for (IOperation inner = success; inner.Parent is { } around; inner = around)
        {
            if (around is ITryOperation attempt && attempt.Body == inner && !attempt.Syntax.Span.Contains(later.Syntax.Span))
            {
                return
                    attempt.Catches.FirstOrDefault(handler =>
                        Receives(handler, attempt)
                        && !handler
                            .Handler.Descendants()
                            .Any(operation => operation is IReturnOperation or IThrowOperation or IBranchOperation or IAssignmentOperation)
                    )
                        is { } handler
                    ? NameOf(handler)
                    : null;
            }
        }

        return null;
    }

    /// <summary>catch (Exception e) when (e is TimeoutException)</summary>
    private static bool FiltersTimeouts(ICatchClauseOperation handler) =>
        handler
            .Filter?.DescendantsAndSelf()
            .Any(part =>
                part switch
                {
                    IIsTypeOperation test => IsTimeout(test.TypeOperand),
                    ITypePatternOperation pattern => IsTimeout(pattern.MatchedType),
                    IDeclarationPatternOperation pattern => IsTimeout(pattern.MatchedType),
                    IRecursivePatternOperation pattern => IsTimeout(pattern.MatchedType),
                    _ => false,
                }
            ) == true;

    /// <summary>A call that is known to be remote, or is given a token that is cancelled after some time.</summary>
    private bool MayTimeOut(IOperation operation) =>
        operation is IInvocationOperation call
        && (
            remoteCalls.RemoteCallOf(call) is not null
            || call.Arguments.Any(argument => types.IsToken(argument.Parameter?.Type) && IsTimed(argument.Value))
        );

    private static bool IsTimeout(ITypeSymbol? exception)
    {
        for (var type = exception; type is not null; type = type.BaseType)
        {
            if (type is { Name: "TimeoutException" or "OperationCanceledException" } or { Name: "TimeoutRejectedException" })
            {
                return true;
            }
        }

        return false;
    }
}
