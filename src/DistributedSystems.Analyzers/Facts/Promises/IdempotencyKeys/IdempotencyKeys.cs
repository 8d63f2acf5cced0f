using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>An idempotency key that every attempt makes anew.</summary>
/// <param name="Call">The call that is repeated.</param>
/// <param name="Retry">What repeats it.</param>
/// <param name="Repeated">The code that runs on every attempt.</param>
internal sealed record ChangingKey(RemoteCall Call, RetryScope Retry, SyntaxNode Repeated);

/// <summary>Keys that tell attempts of one operation from other operations, and where they are made.</summary>
internal sealed class IdempotencyKeys(
    WellKnownTypes types,
    Values values,
    Functions functions,
    RemoteCalls remoteCalls,
    Runners runners,
    HttpRequests httpRequests,
    Clocks clocks,
    JobRetries jobRetries,
    Retries retries
)
{
    /// <summary>
    /// The retried call whose idempotency key is made of this fresh value (a new GUID, a random number, a clock reading) on every attempt.
    /// Null where the
    /// value is made once for all attempts, or is no key.
    /// </summary>
    public ChangingKey? ChangingKeyAt(IOperation fresh)
    {
        if (fresh is IInvocationOperation step && HandlesRequest(step))
        {
            return KeyPutBy(step);
        }

        // Whether a method of the project makes something fresh costs a look at its body.
        if (
            MayMakeFresh(fresh)
                ? !IsInRepeatablePlace(fresh) || !IsFresh(fresh)
                : !IsFresh(fresh) || (!IsInRepeatablePlace(fresh) && !MayRunAgain(fresh))
        )
        {
            return null;
        }

        foreach (var call in retries.CallsPerhapsRepeatedBeside(fresh))
        {
            if (
                KeyedCallIn(call) is { } keyed
                && retries.Around(call) is { } retry
                && retry.RepeatedAround(call) is var repeated
                && repeated.Span.Contains(fresh.Syntax.Span)
                && keyed.Keys(repeated).Any(key => FreshPartOf(key, repeated, depth: 0)?.Syntax == fresh.Syntax)
            )
            {
                return new ChangingKey(keyed.Call, retry, repeated);
            }
        }

        return null;
    }

    /// <summary>The retried call whose request a method of the project makes, or is handed, in the repeated code, and puts a key on that is made
    /// there and then.</summary>
    private ChangingKey? KeyPutBy(IInvocationOperation step)
    {
        if (!IsInRepeatablePlace(step) || !PutsFreshKey(step))
        {
            return null;
        }

        foreach (var call in retries.CallsPerhapsRepeatedBeside(step))
        {
            if (
                remoteCalls.OperationOf(call) is { Request: { } request } remote
                && (
                    values.ValueOf(request).Syntax == step.Syntax
                    || step.Arguments.Any(argument => SameExpression.Are(Values.Unwrap(argument.Value), Values.Unwrap(request)))
                )
                && retries.Around(call) is { } retry
                && retry.RepeatedAround(call) is var repeated
                && repeated.Span.Contains(step.Syntax.Span)
            )
            {
                return new ChangingKey(remote, retry, repeated);
            }
        }

        return null;
    }

    private bool HandlesRequest(IInvocationOperation step) =>
        types.HttpRequestMessage is { } message
        && functions.IsOwnMethod(step.TargetMethod)
        && !step.IsVirtual
        && (
            Symbols.DerivesFrom(Symbols.UnwrapTask(step.Type), message)
            || step.Arguments.Any(argument => Symbols.DerivesFrom(argument.Parameter?.Type, message))
        );

    private bool PutsFreshKey(IInvocationOperation step) =>
        functions.BodyOf(step.TargetMethod.OriginalDefinition) is { } body
        && body.Descendants()
            .Any(operation =>
                operation is IInvocationOperation { Arguments: { Length: >= 2 } given } add
                && httpRequests.HeaderAnswer(add) is { Replay: Replay.Keyed }
                && FreshPartOf(given[given.Length - 1].Value, body.Syntax, depth: 0) is not null
            );

    /// <summary>The whole method may be what is repeated: a job, or a method that calls itself.</summary>
    private bool MayRunAgain(IOperation operation) =>
        Operations.EnclosingMethodOf(operation) is { } method
        && ((jobRetries.HasJobs && jobRetries.All.Value.ContainsKey(method)) || retries.CallsItself(method, operation));

    /// <summary>In a loop, a catch, below a label, or in a function that something may run again.</summary>
    public bool IsInRepeatablePlace(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (
                ancestor.Kind is OperationKind.Loop or OperationKind.CatchClause or OperationKind.Labeled
                || (
                    ancestor.Kind == OperationKind.AnonymousFunction
                    && (
                        runners.RunnerOf(ancestor) is not null
                        || runners.IsGivenToOwnMethod(ancestor)
                        || retries.DeclaredRetry(ancestor) is not null
                    )
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Another value every time it is evaluated.</summary>
    private bool IsFresh(IOperation value) =>
        value switch
        {
            IInvocationOperation
            {
                TargetMethod:
                {
                    Name: "NewGuid" or "CreateVersion7",
                    IsStatic: true,
                    ContainingType: { Name: "Guid", ContainingNamespace.Name: "System" }
                }
            } => true,
            IInvocationOperation
            {
                TargetMethod.ContainingType:
                { Name: "Random" or "RandomNumberGenerator", ContainingNamespace: { Name: "System" or "Cryptography" } }
            } call => !call.TargetMethod.ReturnsVoid,
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now" or "UtcNow" } }
            or IInvocationOperation { TargetMethod.Name: "GetUtcNow" } => clocks.ReadingOf(value) is { IsDirect: true },
            IPropertyReferenceOperation
            {
                Property: { IsStatic: true, Name: "TickCount" or "TickCount64", ContainingType: var environment }
            } => SymbolEqualityComparer.Default.Equals(environment, types.Environment),
            IInvocationOperation { TargetMethod: { IsStatic: true, Name: "GetTimestamp", ContainingType: var stopwatch } } =>
                SymbolEqualityComparer.Default.Equals(stopwatch, types.Stopwatch),
            IInvocationOperation call when MayMakeFresh(call) => httpRequests.OnlyResultOf(call) is { } made
                && made.DescendantsAndSelf()
                    .Any(part =>
                        !(part is IInvocationOperation { TargetMethod: var inner } && functions.IsOwnMethod(inner)) && IsFresh(part)
                    ),
            _ => false,
        };

    /// <summary>A method of the project that makes something of nothing.</summary>
    private bool MayMakeFresh(IOperation value) =>
        value
            is IInvocationOperation
            {
                TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, Parameters.IsEmpty: true } method
            }
        && method.ReturnType is { SpecialType: SpecialType.System_String or SpecialType.System_Int64 } or { Name: "Guid" }
        && functions.IsOwnMethod(method);

    /// <summary>A call that carries a key, and what the key is made of, given the code that is repeated.</summary>
    private (RemoteCall Call, Func<SyntaxNode, IEnumerable<IOperation>> Keys)? KeyedCallIn(IInvocationOperation call)
    {
        if (remoteCalls.OperationOf(call) is { } remote)
        {
            return
                remote.Api.KeyParameter is not null
                || remote.Api.IsHttp
                || remote.Api.HttpRequestParameter is not null
                || call.Arguments.Any(IsKeyHeader)
                ? (remote, repeated => KeysOf(remote, repeated))
                : null;
        }

        // A method of the project that makes its parameter the key.
        if (
            !functions.IsOwnMethod(call.TargetMethod)
            || call.TargetMethod.Parameters.IsEmpty
            || functions.TargetsOf(call.TargetMethod) is not { Length: 1 } targets
            || functions.BodyOf(targets[0]) is not { } body
        )
        {
            return null;
        }

        foreach (var inner in body.Descendants())
        {
            if (inner is IInvocationOperation sent && remoteCalls.OperationOf(sent) is { } keyed)
            {
                foreach (var key in KeysOf(keyed, body.Syntax))
                {
                    if (
                        key.DescendantsAndSelf()
                            .OfType<IParameterReferenceOperation>()
                            .FirstOrDefault(part => SymbolEqualityComparer.Default.Equals(part.Parameter.ContainingSymbol, targets[0])) is
                        { Parameter.Ordinal: var ordinal }
                    )
                    {
                        return (
                            keyed,
                            _ => call.Arguments.Where(argument => argument.Parameter?.Ordinal == ordinal).Select(argument => argument.Value)
                        );
                    }
                }
            }
        }

        return null;
    }

    private bool IsKeyHeader(IArgumentOperation argument) =>
        argument.Parameter is { } parameter
        && parameter
            .GetAttributes()
            .Any(attribute =>
                attribute.ConstructorArguments is { Length: 1 } names
                && names[0] is { Kind: TypedConstantKind.Primitive, Value: string name }
                && httpRequests.AnswerOfHeader(name, argument.Syntax.SyntaxTree) is { Replay: Replay.Keyed }
            );

    /// <summary>What the key of a call is made of: its argument, a property of the request, a header set in the repeated code.</summary>
    private IEnumerable<IOperation> KeysOf(RemoteCall call, SyntaxNode repeated)
    {
        var invocation = call.Invocation;
        foreach (var argument in invocation.Arguments)
        {
            if (IsKeyHeader(argument) || (argument.Parameter?.Name == call.Api.KeyParameter && call.Api.KeyMember is null))
            {
                yield return argument.Value;
            }
            else if (
                argument.Parameter?.Name == call.Api.KeyParameter
                && values.ValueOf(argument.Value) is IObjectCreationOperation creation
            )
            {
                if (Operations.Option(creation, call.Api.KeyMember!) is { } initial)
                {
                    yield return initial;
                }

                // A record's parameter is its property.
                foreach (var given in creation.Arguments)
                {
                    if (creation.Type is { IsRecord: true } && given.Parameter?.Name == call.Api.KeyMember)
                    {
                        yield return given.Value;
                    }
                }

                foreach (var use in HttpRequests.UsesOf(argument.Value, creation))
                {
                    if (
                        use.Parent is IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation assignment } property
                        && assignment.Target == property
                        && property.Property.Name == call.Api.KeyMember
                    )
                    {
                        yield return assignment.Value;
                    }
                }
            }
        }

        if (!call.Api.IsHttp && call.Api.HttpRequestParameter is null)
        {
            yield break;
        }

        foreach (var operation in Values.RootOf(invocation).Descendants())
        {
            if (
                operation is IInvocationOperation { Arguments.Length: >= 2 } add
                && repeated.Span.Contains(add.Syntax.Span)
                && httpRequests.HeaderAnswer(add) is { Replay: Replay.Keyed }
            )
            {
                yield return add.Arguments[add.Arguments.Length - 1].Value;
            }
        }
    }

    /// <summary>The part of a value that is made anew each time the code runs; null where something lets it keep its value.</summary>
    private IOperation? FreshPartOf(IOperation value, SyntaxNode repeated, int depth)
    {
        value = Values.Unwrap(value);
        if (depth > Attempts.DeepestOrigin || value is ICoalesceOperation or IConditionalOperation or IAnonymousFunctionOperation)
        {
            return null;
        }

        if (IsFresh(value))
        {
            return repeated.Span.Contains(value.Syntax.Span) ? value : null;
        }

        if (value is ILocalReferenceOperation local)
        {
            return
                values.WritesTo(local) is { Complete: true, Values: { Length: 1 } written }
                && repeated.Span.Contains(written[0].Syntax.Span)
                && written[0].Parent is not ICoalesceAssignmentOperation
                ? FreshPartOf(written[0], repeated, depth + 1)
                : null;
        }

        return value.ChildOperations.Select(part => FreshPartOf(part, repeated, depth + 1)).FirstOrDefault(part => part is not null);
    }
}
