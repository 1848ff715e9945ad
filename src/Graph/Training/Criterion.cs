namespace GpuFormer.Graph.Training;

/// <summary>What a network is trained by: the losses of its outputs against targets.</summary>
internal abstract class Criterion
{
    /// <summary>
    /// The outputs that the host must have read before it can make targets, as matching of predictions with objects needs
    /// it; a step then has two phases. Empty where targets are known before the network runs.
    /// </summary>
    public virtual IReadOnlyList<string> MatchedOutputs => [];

    /// <summary>Adds inputs for targets, and losses, to a network's graph. What training makes small is the sum of all
    /// losses, each times its weight.</summary>
    /// <param name="builder">Has the network's nodes.</param>
    /// <param name="outputs">Of the network.</param>
    /// <exception cref="ShapeException">The outputs are not of the shapes that the losses take.</exception>
    public abstract IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs);
}
