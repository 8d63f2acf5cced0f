using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class EndlessWaits
{
    /// <summary>The limit that the constant connection string of a created connection switches off; null where no call in sight needs
    /// it.</summary>
    public SwitchedOff? SwitchedOffBy(IObjectCreationOperation creation) =>
        Deadlines.KeysOf(creation.Type) is not null
            ? SwitchedOffByString(creation.Type, Deadlines.TextArgument(creation), clientUses.UsesOfCreated(creation))
            : null;

    /// <summary>The same where a data source is created by a method.</summary>
    private SwitchedOff? SwitchedOffByFactory(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, Name: "Create" } && call.Arguments.Length == 1 && Deadlines.KeysOf(call.Type) is not null
            ? SwitchedOffByString(call.Type, call.Arguments[0].Value, clientUses.UsesOfCreated(call))
            : null;

    private SwitchedOff? SwitchedOffByString(ITypeSymbol? type, IOperation? text, IEnumerable<IOperation> usesOfConnection)
    {
        if (text is null || Deadlines.KeysOf(type) is not { } keys || deadlines.SettingsOf(text) is not { } settings)
        {
            return null;
        }

        var connect = settings.Keys.FirstOrDefault(key => keys.Connect.Contains(key) && settings[key] == 0);
        var command = settings.Keys.FirstOrDefault(key => keys.Command.Contains(key) && settings[key] == 0);
        if (connect is null && command is null)
        {
            return null;
        }

        var uses = usesOfConnection.ToList();
        return connect is not null
            && clientUses
                .CallsThrough(uses)
                .Any(call =>
                    call.Invocation.TargetMethod.Name is "Open" or "OpenAsync" or "OpenConnection" or "OpenConnectionAsync"
                    && !IsBoundedByItself(call)
                )
                ? new SwitchedOff(text, type!.Name + ".ConnectionTimeout", IsSure: true, TimeSpan.FromSeconds(15))
                {
                    Reason = connect + "=0",
                }
            : command is not null && uses.Any(HasUnlimitedCommand)
                ? new SwitchedOff(text, type!.Name + ".CommandTimeout", IsSure: false, TimeSpan.FromSeconds(30)) { Reason = command + "=0" }
            : null;
    }

    /// <summary>Is a command made of the connection that is not given a limit of its own, neither itself nor where it is run?</summary>
    private bool HasUnlimitedCommand(IOperation connection)
    {
        var command = connection.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "CreateCommand" } made when made.Instance == connection => made,
            IArgumentOperation { Parent: IObjectCreationOperation { Type: INamedTypeSymbol type } made }
                when catalog.TypeEntryOf(type) is { SqlMember: not null } => made,
            _ => (IOperation?)null,
        };
        if (command is null || command is IObjectCreationOperation { Initializer: not null })
        {
            return false;
        }

        var uses = clientUses.UsesOfCreated(command).ToList();
        return !uses.Any(use => use.Parent is IPropertyReferenceOperation { Property.Name: "CommandTimeout" })
            && clientUses.CallsThrough(uses).Any(call => !IsBoundedByItself(call));
    }
}
