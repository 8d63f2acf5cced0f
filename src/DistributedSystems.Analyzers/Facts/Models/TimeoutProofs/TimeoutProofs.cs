using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Conclusions that code draws from silence.</summary>
internal sealed partial class TimeoutProofs(
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Declarations declarations,
    Origins origins,
    RemoteCalls remoteCalls,
    DeclaredModels declaredModels,
    Fencing fencing,
    Determinism determinism
)
{
    private readonly Expiries expiries = new(models, project, types, values, functions, origins, remoteCalls, determinism);
}
