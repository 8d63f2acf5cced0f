using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What became of a value on its way.</summary>
/// <param name="IsText">It became a part of a text.</param>
/// <param name="IsMixed">The text also holds other values.</param>
/// <param name="Held">The member of the object that is followed in its place.</param>
internal readonly record struct FlowForm(bool IsText, bool IsMixed, ISymbol? Held = null);

/// <summary>One walk after a value: it remembers the locals it has followed and the ends it has found.</summary>
internal sealed class FlowSearch
{
    private const int MostLocals = 4;
    private const int MostEnds = 32;
    private const int MostCalls = 4;

    private static readonly HashSet<string> Encodings = new(StringComparer.Ordinal)
    {
        "ToString",
        "Format",
        "Concat",
        "Join",
        "GetBytes",
        "AppendFormatted",
        "CopyFromUtf8",
        "EscapeDataString",
        "UrlEncode",
    };

    private static readonly HashSet<string> Shifts = new(StringComparer.Ordinal)
    {
        "Add",
        "AddDays",
        "AddHours",
        "AddMilliseconds",
        "AddMinutes",
        "AddMonths",
        "AddSeconds",
        "AddTicks",
        "AddYears",
        "ToLocalTime",
    };

    private readonly Values values;
    private readonly WellKnownTypes types;

    // Given where the project's own methods are entered; the calls on the way in are where a returned value goes on.
    private readonly Functions? functions;
    private readonly Stack<IInvocationOperation> calls = new();
    private readonly HashSet<IParameterSymbol> entered = new(SymbolEqualityComparer.Default);
    private readonly List<FlowEnd> ends = new();
    private readonly HashSet<ILocalSymbol> followed = new(SymbolEqualityComparer.Default);

    public FlowSearch(Values values, WellKnownTypes types, Functions? functions)
    {
        this.functions = functions;
        this.values = values;
        this.types = types;
    }

    public IReadOnlyList<FlowEnd> From(IOperation value)
    {
        Follow(value, default);
        return ends;
    }

    private void Follow(IOperation value, FlowForm form)
    {
        while (ends.Count < MostEnds)
        {
            switch (value.Parent)
            {
                case IPropertyReferenceOperation { Arguments.IsEmpty: true } read when functions is not null && read.Instance == value:
                    if (
                        form.Held is null
                            ? !IsTicksOf(read)
                            : !SymbolEqualityComparer.Default.Equals(form.Held, read.Property.OriginalDefinition)
                    )
                    {
                        if (form.Held is null)
                        {
                            ends.Add(default);
                        }

                        return;
                    }

                    (value, form) = (read, form with { Held = null });
                    continue;
                case IWithOperation copy when functions is not null && copy.Initializer == value:
                    value = copy;
                    continue;
                case IReturnOperation when functions is not null && calls.Count > 0 && Operations.FunctionAround(value) is null:
                    var caller = calls.Pop();
                    Follow(caller, form);
                    calls.Push(caller);
                    return;
                case IPropertyInitializerOperation or IFieldInitializerOperation when functions is not null:
                    ends.Add(new FlowEnd(value.Parent, form.IsText, form.IsMixed, GoesOn: false));
                    return;

                case IConversionOperation conversion when conversion.OperatorMethod is not null && !types.IsInstant(conversion.Type):
                    // A library's own type for what it sends.
                    value = conversion;
                    continue;

                case IConversionOperation { OperatorMethod: null }
                or IParenthesizedOperation
                or IInterpolatedStringOperation
                or IInterpolatedStringAppendOperation
                or IInterpolatedStringHandlerCreationOperation
                or ICoalesceOperation
                or IArrayInitializerOperation
                or IArrayCreationOperation
                or IObjectOrCollectionInitializerOperation
                or IAnonymousObjectCreationOperation
                or IMemberInitializerOperation:
                case IConditionalOperation choice when choice.Condition != value:
                    value = value.Parent;
                    continue;

                case IObjectCreationOperation creation when creation.Initializer == value:
                    value = creation;
                    continue;

                // Written with its offset, a local time is no longer ambiguous.
                case IInterpolationOperation part when !KeepsOffset(part.FormatString):
                    form = new FlowForm(
                        IsText: true,
                        form.IsMixed || part.Parent?.ChildOperations.Count(child => child is IInterpolationOperation) > 1
                    );
                    value = part;
                    continue;

                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum
                    when sum.Type?.SpecialType == SpecialType.System_String || sum.OperatorMethod is null || types.IsInstant(sum.Type):
                    if (sum.Type?.SpecialType == SpecialType.System_String)
                    {
                        form = new FlowForm(
                            IsText: true,
                            form.IsMixed || !(sum.LeftOperand == value ? sum.RightOperand : sum.LeftOperand).ConstantValue.HasValue
                        );
                    }

                    value = sum;
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference
                    when types.IsInstant(difference.Type) && difference.LeftOperand == value:
                    value = difference;
                    continue;

                case IInvocationOperation call
                    when call.Instance == value && (Shifts.Contains(call.TargetMethod.Name) ? types.IsInstant(call.Type) : IsTextOf(call)):
                    form = form with { IsText = form.IsText || !types.IsInstant(call.Type) };
                    value = call;
                    continue;

                case IArgumentOperation { Parent: IInvocationOperation call } argument when Encodings.Contains(call.TargetMethod.Name):
                    if (call.Arguments.Length > 1 && KeepsOffset(call.Arguments[call.Arguments.Length - 1].Value))
                    {
                        ends.Add(default);
                        return;
                    }

                    form = new FlowForm(IsText: true, form.IsMixed || call.Arguments.Length > 2);
                    value = call;
                    continue;

                // What parts the pieces of a body is read by nobody.
                case IArgumentOperation { Parameter: { Name: "boundary", ContainingType.ContainingNamespace.Name: "Http" } }:
                    return;

                // An element that a list or dictionary is made with is a part of it.
                case IArgumentOperation
                {
                    Parent: IInvocationOperation { TargetMethod.Name: "Add", Parent: IObjectOrCollectionInitializerOperation elements }
                } argument:
                    ends.Add(new FlowEnd(argument, form.IsText, form.IsMixed, GoesOn: true));
                    value = elements;
                    continue;

                case IArgumentOperation { Parent: IObjectCreationOperation made } argument:
                    ends.Add(new FlowEnd(argument, form.IsText, form.IsMixed, Keeps(made.Type)));
                    if (!Keeps(made.Type))
                    {
                        return;
                    }

                    form = form with { Held = MemberMadeOf(argument, made) };
                    value = made;
                    continue;

                case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation own } argument
                    when UsesOf(parameter, own) is { } uses:
                    ends.Add(new FlowEnd(argument, form.IsText, form.IsMixed, GoesOn: true));
                    calls.Push(own);
                    foreach (var use in uses)
                    {
                        Follow(use, form);
                    }

                    calls.Pop();
                    return;
                case IArgumentOperation argument:
                    ends.Add(new FlowEnd(argument, form.IsText, form.IsMixed, GoesOn: false));
                    return;

                case ISimpleAssignmentOperation assignment
                    when assignment.Value == value && assignment.Target is IMemberReferenceOperation member:
                    var isInitializer = assignment.Parent is IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation;
                    var owner = (member.Instance as ILocalReferenceOperation)?.Local;
                    ends.Add(new FlowEnd(assignment, form.IsText, form.IsMixed, isInitializer || owner is not null));
                    if (isInitializer)
                    {
                        form = form with { Held = functions is null ? null : member.Member.OriginalDefinition };
                        value = assignment;
                        continue;
                    }

                    if (owner is not null)
                    {
                        FollowLocal(owner, member, form);
                    }

                    return;

                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value:
                    FollowLocal(target.Local, target, form);
                    return;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    FollowLocal(local, value, form);
                    return;

                default:
                    ends.Add(default);
                    return;
            }
        }
    }

    private bool IsTicksOf(IPropertyReferenceOperation read) =>
        read.Property.Name == "Ticks" && types.IsInstant(read.Property.ContainingType);

    /// <summary>The property of a record that a parameter of its constructor becomes.</summary>
    private ISymbol? MemberMadeOf(IArgumentOperation argument, IObjectCreationOperation made) =>
        functions is not null && made.Type is { IsRecord: true } record && argument.Parameter is { } parameter
            ? record.OriginalDefinition.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault()
            : null;

    /// <summary>Where a method of the project that nothing can replace uses a parameter; null for any other, and where it was entered
    /// already.</summary>
    private List<IOperation>? UsesOf(IParameterSymbol parameter, IInvocationOperation call)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (
            functions is null
            || call.IsVirtual
            || calls.Count >= MostCalls
            || !functions.IsOwnMethod(method)
            || functions.BodyOf(method) is not { } body
            || parameter.Ordinal >= method.Parameters.Length
            || !entered.Add(method.Parameters[parameter.Ordinal])
        )
        {
            return null;
        }

        var declared = method.Parameters[parameter.Ordinal];
        return body.Descendants()
            .Where(operation =>
                operation is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, declared)
            )
            .ToList();
    }

    private void FollowLocal(ILocalSymbol local, IOperation place, FlowForm form)
    {
        var isOnlyThis = values.WritesTo(local, place) is { Complete: true, Values.Length: 1 };
        var block = isOnlyThis ? null : BlockOfOnlyWrite(local, place);
        if ((!isOnlyThis && block is null) || followed.Count >= MostLocals)
        {
            ends.Add(default);
            return;
        }

        if (followed.Add(local))
        {
            foreach (var use in values.UsesOf(local, place))
            {
                // Not where it was just written, itself or a member of it.
                if (
                    use.Syntax != place.Syntax
                    && use.Parent?.Syntax != place.Syntax
                    && (block is null || (use.Syntax.SpanStart > place.Syntax.SpanStart && block.Syntax.Span.Contains(use.Syntax.Span)))
                )
                {
                    Follow(use, form);
                }
            }
        }
    }

    /// <summary>The block in which a local is written here and nowhere else, so that behind it, inside the block, it holds this
    /// value.</summary>
    private IOperation? BlockOfOnlyWrite(ILocalSymbol local, IOperation place)
    {
        if (place.Parent is not ISimpleAssignmentOperation { Parent: IExpressionStatementOperation { Parent: IBlockOperation block } })
        {
            return null;
        }

        return values
            .UsesOf(local, place)
            .All(use =>
                use.Syntax == place.Syntax
                || !block.Syntax.Span.Contains(use.Syntax.Span)
                || use.Parent
                    is not (
                        IAssignmentOperation
                        or IIncrementOrDecrementOperation
                        or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }
                        or ITupleOperation
                    )
                || (use.Parent is IAssignmentOperation assignment && assignment.Target != use)
            )
            ? block
            : null;
    }

    private static bool IsTextOf(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("To", StringComparison.Ordinal)
        && call.Type?.SpecialType == SpecialType.System_String
        && !call.Arguments.Any(argument => KeepsOffset(argument.Value));

    private static bool KeepsOffset(IOperation? format) =>
        format?.ConstantValue is { HasValue: true, Value: string text } && (text is "o" or "O" || text.Contains('K') || text.Contains('z'));

    /// <summary>Does an object keep what it is made with? Those of this code, and those that are made to carry something.</summary>
    private static bool Keeps(ITypeSymbol? type) =>
        type is { Name: not "CancellationTokenSource" }
        && (
            type.Locations.Any(location => location.IsInSource)
            || type
                is { ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "Net" } }
                    or { Name: "KeyValuePair" or "Uri", ContainingNamespace: { Name: "Generic" or "System" } }
        );
}
