using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class HeldLocks
{
    // https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql: a return value below zero says that
    // the lock was not granted, and nothing is thrown.
    private const string AppLock = "sp_getapplock";

    private static readonly string[] Answers = { "=" + AppLock, "RAISERROR", "THROW", "RETURN", "@@" };

    /// <summary>
    /// Does a call ask SQL Server for an application lock with a limit, and let the return value go? Null where the text looks at it, or the function
    /// asks for it.
    /// </summary>
    public bool IsAppLockUnasked(RemoteCall call) =>
        project.Spells(Spelled.AppLock)
        && call.Api is not { SqlParameter: null, SqlMember: null }
        && call.Invocation.TargetMethod.Name is "Execute" or "ExecuteAsync" or "ExecuteNonQuery" or "ExecuteNonQueryAsync"
        && replays.SqlOf(call) is { } text
        && text.IndexOf(AppLock, StringComparison.OrdinalIgnoreCase) >= 0
        && !Answers.Any(answer => text.Replace(" ", "").IndexOf(answer, StringComparison.OrdinalIgnoreCase) >= 0)
        && !AsksForAnswer(call.Invocation, text);

    private static bool AsksForAnswer(IInvocationOperation call, string text)
    {
        var isLimited = text.IndexOf("LockTimeout", StringComparison.OrdinalIgnoreCase) >= 0;
        foreach (var part in (Operations.FunctionAround(call) ?? Values.RootOf(call)).Descendants())
        {
            if (part is IMemberReferenceOperation { Member.Name: "ReturnValue" })
            {
                return true;
            }

            isLimited |=
                (
                    part is ILiteralOperation { ConstantValue: { HasValue: true, Value: string name } } ? name
                    : part is IPropertyReferenceOperation { Property: { ContainingType.IsAnonymousType: true } given } ? given.Name
                    : null
                )?.IndexOf("LockTimeout", StringComparison.OrdinalIgnoreCase) >= 0;
        }

        // Without a limit it waits until the lock is granted.
        return !isLimited;
    }
}
