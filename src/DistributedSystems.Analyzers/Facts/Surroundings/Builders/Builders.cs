using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>One call that configures a builder.</summary>
/// <param name="Call">The call itself.</param>
/// <param name="Written">What the code around the builder says: the same call, or the method of the project that makes it.</param>
/// <param name="IsConditional">It may be left out.</param>
internal sealed record BuilderStep(IInvocationOperation Call, IInvocationOperation Written, bool IsConditional);

/// <summary>The calls that configure a builder, in the order they are written; not <see cref="Complete"/> where others may do so out of
/// sight.</summary>
internal sealed record BuilderSteps(ImmutableArray<BuilderStep> Steps, bool Complete);

/// <summary>What functions that configure an options object do to it.</summary>
/// <param name="Assigned">The last value by the path of its property: <c>Retry.MaxRetryAttempts</c>.</param>
/// <param name="Called">Calls on the object or a part of it, by the path of the part.</param>
/// <param name="Complete">Nothing else is done to it, and everything under all conditions.</param>
internal sealed record OptionSettings(
    ImmutableDictionary<string, IOperation> Assigned,
    ImmutableArray<(string Part, IInvocationOperation Call)> Called,
    bool Complete
)
{
    public static readonly OptionSettings Untouched = new(
        ImmutableDictionary<string, IOperation>.Empty,
        ImmutableArray<(string Part, IInvocationOperation Call)>.Empty,
        Complete: true
    );
}

/// <summary>What a fluent builder is told: in one chain, on a local, in methods it is handed to; and what an options object is set
/// to.</summary>
internal sealed class Builders(Values values, Functions functions)
{
    public const int DeepestBuilderHelper = 3;

    /// <summary>The calls on a builder from the expression on that makes it: in one chain, on the local it is kept in, in methods of the
    /// project it is handed to.</summary>
    public BuilderSteps StepsOn(IOperation builder)
    {
        var walk = new BuilderWalk(values, functions);
        walk.Follow(builder, within: Operations.FunctionAround(builder) ?? Values.RootOf(builder), written: null, DeepestBuilderHelper);
        return walk.Result;
    }

    /// <summary>The calls on the builder that a function receives.</summary>
    public BuilderSteps StepsOn(IParameterSymbol builder, IOperation body)
    {
        var walk = new BuilderWalk(values, functions);
        walk.FollowParameter(builder, body, written: null, DeepestBuilderHelper);
        return walk.Result;
    }

    private sealed class BuilderWalk(Values values, Functions functions)
    {
        private readonly ImmutableArray<BuilderStep>.Builder steps = ImmutableArray.CreateBuilder<BuilderStep>();

        // Half-typed code may use a local in its own initializer.
        private readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);
        private bool complete = true;

        public BuilderSteps Result => new(steps.ToImmutable(), complete);

        public void FollowParameter(IParameterSymbol builder, IOperation body, IInvocationOperation? written, int remaining)
        {
            foreach (var operation in body.Descendants())
            {
                if (operation is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, builder))
                {
                    Follow(use, body, written, remaining);
                }
            }
        }

        public void Follow(IOperation start, IOperation within, IInvocationOperation? written, int remaining)
        {
            var value = start;
            while (Operations.CallOn(value) is { } call)
            {
                steps.Add(new BuilderStep(call, written ?? call, Operations.IsConditional(call, within)));
                if (functions.IsOwnMethod(call.TargetMethod) && call.TargetMethod.IsExtensionMethod)
                {
                    Enter(call, 0, written, remaining);
                }

                value = call;
            }

            value = Operations.OutOfConversions(value);
            switch (value.Parent)
            {
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator }
                    when followed.Add(local):
                    foreach (var use in values.UsesOf(local, declarator))
                    {
                        Follow(use, within, written, remaining);
                    }

                    break;
                case IArgumentOperation { Parent: IInvocationOperation given, Parameter: { } parameter }:
                    Enter(given, parameter.Ordinal, written, remaining);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }
                    when start is ILocalReferenceOperation same && SymbolEqualityComparer.Default.Equals(target.Local, same.Local):
                    break;
                case IExpressionStatementOperation or IReturnOperation or IPropertyReferenceOperation or IBlockOperation or null:
                    break;

                // Half-typed code included.
                default:
                    complete = false;
                    break;
            }
        }

        private void Enter(IInvocationOperation call, int ordinal, IInvocationOperation? written, int remaining)
        {
            var method = call.TargetMethod.OriginalDefinition;
            if (remaining > 0 && functions.IsOwnMethod(method) && !Functions.IsReplaceable(method) && functions.BodyOf(method) is { } body)
            {
                FollowParameter(method.Parameters[ordinal], body, written ?? call, remaining - 1);
            }
            else
            {
                complete = false;
            }
        }
    }

    /// <summary>What a function does to the options object it receives, on top of what was done before; an argument that is no function is
    /// of unknown content.</summary>
    public OptionSettings SettingsIn(IOperation configure, OptionSettings before)
    {
        return functions.FunctionGiven(configure) is { Parameters: { IsEmpty: false } parameters } function
            ? SettingsIn(function, parameters[0], before)
            : before with
            {
                Complete = false,
            };
    }

    public OptionSettings SettingsIn(GivenFunction function, IParameterSymbol options, OptionSettings before)
    {
        var (assigned, called, complete) = before;
        foreach (var operation in function.Body.Descendants())
        {
            if (operation is not IParameterReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Parameter, options))
            {
                continue;
            }

            IOperation part = use;
            var path = "";
            while (part.Parent is IPropertyReferenceOperation property && property.Instance == part)
            {
                path += (path.Length == 0 ? "" : ".") + property.Property.Name;
                part = property;
            }

            complete &= !Operations.IsConditional(part, function.Body);
            if (part.Parent is ISimpleAssignmentOperation assignment && assignment.Target == part)
            {
                assigned = assigned.SetItem(path, assignment.Value);
            }
            else if (Operations.CallOn(part) is { } call)
            {
                called = called.Add((path, call));
            }
            else if (path.Length == 0 || part.Type?.IsReferenceType == true)
            {
                // Handed on; a number that is read is not.
                complete = false;
            }
        }

        return new OptionSettings(assigned, called, complete);
    }

    /// <summary>The value of a setting: assigned by itself, or in the initializer of the part it belongs to.</summary>
    public IOperation? SettingOf(OptionSettings settings, string part, string name) =>
        settings.Assigned.TryGetValue(part + "." + name, out var value) ? value
        : settings.Assigned.TryGetValue(part, out var whole) && values.ValueOf(whole) is IObjectCreationOperation creation
            ? Operations.Option(creation, name)
        : null;
}
