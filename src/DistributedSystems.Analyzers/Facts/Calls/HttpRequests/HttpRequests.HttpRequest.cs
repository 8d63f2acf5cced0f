using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class HttpRequests
{
    private const int LongestChain = 32;

    /// <summary>The parameter of the function around a request that says its HTTP method: the method itself, or the function that makes the
    /// request.</summary>
    public IParameterSymbol? CallersChoiceOf(IOperation given) =>
        values.ValueOf(given) switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } made } => ParameterIn(made),
            IObjectCreationOperation creation => creation
                .Arguments.Where(argument => argument.Parameter?.Name == "method")
                .Select(argument => ParameterIn(argument.Value))
                .FirstOrDefault(),
            _ => null,
        };

    private static IParameterSymbol? ParameterIn(IOperation value) => (Values.Unwrap(value) as IParameterReferenceOperation)?.Parameter;

    /// <summary>Does a caller choose, for such a parameter, a request whose second execution adds its effect again?</summary>
    public bool ChoosesAccumulating(IOperation argument)
    {
        var verb = functions.FunctionGiven(argument) is { Body: var body }
            ? MadeIn(body) is { } creation && HeadersOf(creation, creation) is null
                ? MethodOf(creation, creation)
                : null
            : VerbOf(argument);
        return verb is "POST" or "PATCH";
    }

    private IObjectCreationOperation? MadeIn(IOperation function) =>
        function
            .Descendants()
            .OfType<IReturnOperation>()
            .Select(returned => returned.ReturnedValue is { } value ? values.ValueOf(value) as IObjectCreationOperation : null)
            .FirstOrDefault(creation => creation is not null);

    /// <summary>The HTTP method of a request that is made in sight.</summary>
    public string? VerbIn(IOperation given) =>
        values.ValueOf(given) switch
        {
            var creation and IObjectCreationOperation => MethodOf(given, creation),
            var made when IsFactory(made) => MethodOf(given, made),
            var request => RequestMadeBy(request) is { } made ? MethodOf(given, made) : VerbOf(request),
        };

    /// <summary>What sending a request twice does: by its HTTP method, unless a key or a precondition header is set on it.</summary>
    public ReplayAnswer ReplayOfRequest(RemoteCall call, IOperation given)
    {
        var request = values.ValueOf(given);
        var chained = ImmutableArray<IInvocationOperation>.Empty;
        while (
            request is IInvocationOperation step
            && !functions.IsOwnMethod(step.TargetMethod)
            && Operations.ReceiverOf(step) is { } filled
            && SymbolEqualityComparer.Default.Equals(step.Type, filled.Type)
            && chained.Length < LongestChain
        )
        {
            chained = chained.Add(step);
            request = values.ValueOf(filled);
        }

        var creation = request is IObjectCreationOperation || IsFactory(request) ? request : RequestMadeBy(request);
        var method = creation is null ? VerbOf(request) : MethodOf(given, creation);
        var replay = method switch
        {
            "GET" or "HEAD" or "OPTIONS" or "TRACE" => Replay.Safe,
            "PUT" or "DELETE" => Replay.Idempotent,
            "POST" or "PATCH" => Replay.Accumulates,
            _ => Replay.Unknown,
        };
        var headers =
            chained.Select(HeaderAnswer).FirstOrDefault(answer => answer is not null)
            ?? (creation is null ? null : HeadersOf(given, creation));
        if (replay == Replay.Accumulates && (headers ?? MayCarryKey(call)) is { } guarded)
        {
            return guarded;
        }

        // A replacement or deletion under a precondition finds the version that its first execution has made.
        if (replay == Replay.Idempotent && headers is { Replay: Replay.Conditional } preconditioned)
        {
            return preconditioned;
        }

        return method is null ? ReplayAnswer.Unknown : new ReplayAnswer(replay, $"the request's method is {method}");
    }

    /// <summary>A static method of the request's own class makes it: <c>WebRequest.Create(address)</c>.</summary>
    private static bool IsFactory(IOperation request) =>
        request is IInvocationOperation { TargetMethod: { IsStatic: true, IsExtensionMethod: false } factory }
        && factory.Locations.All(location => location.IsInMetadata)
        && Symbols.DerivesFrom(factory.ReturnType, factory.ContainingType);

    /// <summary>The request that a method of this project makes, where it makes one in one place.</summary>
    private IObjectCreationOperation? RequestMadeBy(IOperation request) =>
        request is IInvocationOperation factory && OnlyResultOf(factory) is { } result
            ? values.ValueOf(result) as IObjectCreationOperation
            : null;

    /// <summary>What a method of this project returns, where it returns in one place.</summary>
    public IOperation? OnlyResultOf(IInvocationOperation call)
    {
        if (
            call.IsVirtual
            || !functions.IsOwnMethod(call.TargetMethod)
            || functions.BodyOf(call.TargetMethod.OriginalDefinition) is not { } body
        )
        {
            return null;
        }

        var function = body is ILocalFunctionOperation ? body.Syntax : null;
        var returned = body.Descendants()
            .OfType<IReturnOperation>()
            .Where(result => result.ReturnedValue is not null && Operations.FunctionAround(result)?.Syntax == function)
            .ToList();
        return returned.Count == 1 ? returned[0].ReturnedValue : null;
    }

    /// <summary>The method given to the constructor, set in the initializer, or set once before sending; GET where the type has one and
    /// nothing sets it.</summary>
    private string? MethodOf(IOperation request, IOperation creation)
    {
        if (creation.Type is null || creation.Type.GetMembers("Method").IsEmpty)
        {
            return null;
        }

        IOperation? method = null;
        foreach (var argument in (creation as IObjectCreationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty)
        {
            if (argument.Parameter is { Name: "method" })
            {
                method = argument.Value;
            }
        }

        foreach (var initializer in (creation as IObjectCreationOperation)?.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Method" } } assignment)
            {
                method = assignment.Value;
            }
        }

        var assigned = UsesOf(request, creation).Select(MethodAssignedTo).Where(value => value is not null).ToList();
        return assigned.Count > 1 ? null
            : (assigned.Count == 1 ? assigned[0] : method) is { } known ? VerbOf(known)
            : "GET";
    }

    private static IOperation? MethodAssignedTo(IOperation use) =>
        use.Parent is IPropertyReferenceOperation { Property.Name: "Method", Parent: ISimpleAssignmentOperation assignment } property
        && assignment.Target == property
            ? assignment.Value
            : null;

    /// <summary>The name of an HTTP method: of <c>HttpMethod.Post</c>, a client's own enumeration, or a text.</summary>
    public string? VerbOf(IOperation method) =>
        EnumerationNameOf(method)
        ?? values.ValueOf(method) switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true } property }
                when SymbolEqualityComparer.Default.Equals(property.ContainingType, types.HttpMethod) => property.Name.ToUpperInvariant(),
            IObjectCreationOperation { Arguments.Length: 1 } created
                when SymbolEqualityComparer.Default.Equals(created.Type, types.HttpMethod) => VerbOf(created.Arguments[0].Value),
            { ConstantValue: { HasValue: true, Value: string name } } => name.ToUpperInvariant(),
            _ => null,
        };

    // A conversion hides the enumeration of a default argument, so the name is looked up before it is unwrapped.
    private string? EnumerationNameOf(IOperation method)
    {
        var value = method is { ConstantValue.HasValue: true } ? method : values.ValueOf(method);
        return value is { Type: INamedTypeSymbol { TypeKind: TypeKind.Enum } verbs, ConstantValue: { HasValue: true, Value: var constant } }
            ? verbs
                .GetMembers()
                .OfType<IFieldSymbol>()
                .FirstOrDefault(verb => Equals(verb.ConstantValue, constant))
                ?.Name.ToUpperInvariant()
            : null;
    }

    /// <summary>Where the code uses the local that holds a request: here, and in the method that makes it.</summary>
    public static IEnumerable<IOperation> UsesOf(IOperation request, IOperation creation)
    {
        var here = (Values.Unwrap(request) as ILocalReferenceOperation)?.Local;
        var there = (creation.Parent as IVariableInitializerOperation)?.Parent is IVariableDeclaratorOperation declarator
            ? declarator.Symbol
            : null;
        var uses = here is null ? Enumerable.Empty<IOperation>() : UsesIn(Values.RootOf(request), here);
        return there is null || SymbolEqualityComparer.Default.Equals(here, there)
            ? uses
            : uses.Concat(UsesIn(Values.RootOf(creation), there));
    }

    private static IEnumerable<IOperation> UsesIn(IOperation body, ILocalSymbol local) =>
        body.Descendants()
            .Where(operation => operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local));

    /// <summary>
    /// What the code does to the request besides sending it. A key or precondition header changes the answer; a method that
    /// is handed the request may add one, so the answer is unknown. Null where nothing of the kind happens.
    /// </summary>
    private ReplayAnswer? HeadersOf(IOperation request, IOperation creation)
    {
        foreach (var initializer in (creation as IObjectCreationOperation)?.Initializer?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            if (
                (
                    initializer is IInvocationOperation add ? HeaderAnswer(add)
                    : initializer is ISimpleAssignmentOperation assignment ? HeaderSetBy(assignment)
                    : null
                ) is
                { } answer
            )
            {
                return answer;
            }
        }

        if (Values.Unwrap(request) is not (ILocalReferenceOperation or IObjectCreationOperation or IInvocationOperation))
        {
            return ReplayAnswer.Unknown;
        }

        foreach (var use in UsesOf(request, creation))
        {
            IOperation value = use;
            while (value.Parent is IPropertyReferenceOperation or IConversionOperation)
            {
                value = value.Parent;
            }

            var answer = value.Parent switch
            {
                IInvocationOperation call when call.Instance == value => HeaderAnswer(call),
                ISimpleAssignmentOperation assignment when assignment.Target == value => HeaderSetBy(assignment),
                IArgumentOperation { Parent: IInvocationOperation call } => remoteCalls.ApiOf(call.TargetMethod)
                    is { HttpRequestParameter: not null }
                    ? null
                    : HeaderAnswerOrUnknown(call),
                _ => null,
            };
            if (answer is not null)
            {
                return answer;
            }
        }

        return null;
    }

    private ReplayAnswer? HeaderSetBy(ISimpleAssignmentOperation assignment) =>
        assignment.Target switch
        {
            IPropertyReferenceOperation { Property.Name: "IfMatch" or "IfNoneMatch" or "IfUnmodifiedSince" } => Preconditioned,
            IPropertyReferenceOperation
            {
                Property.IsIndexer: true,
                Instance.Type.Name: "WebHeaderCollection",
                Arguments: { Length: 1 } name
            } => name[0].Value.ConstantValue is { HasValue: true, Value: string header }
                ? AnswerOfHeader(header, assignment.Syntax.SyntaxTree)
            : name[0].Value.ConstantValue.HasValue ? null
            : ReplayAnswer.Unknown,
            _ => null,
        };

    // A method handed the request may add anything, unless it is known to add the one header it names.
    private ReplayAnswer? HeaderAnswerOrUnknown(IInvocationOperation call) =>
        remoteCalls.ApiOf(call.TargetMethod)?.HeaderParameter is null ? ReplayAnswer.Unknown : HeaderAnswer(call);
}
