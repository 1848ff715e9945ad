using GpuFormer.Graph.Training;

namespace GpuFormer.Training;

/// <summary>How parameters follow their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum; weight decay is added to the gradient.</summary>
    Sgd,

    /// <summary>
    /// RMSprop with momentum: gradients are divided by the root of the mean of their squares; weight decay is added to
    /// the gradient.
    /// </summary>
    RmsProp,

    /// <summary>Adam; weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>
    /// LAMB as timm has it: Adam's direction and the decay, in a length that follows that of the parameter. Parameters
    /// without decay follow Adam. Gradients are first scaled to a norm of at most
    /// <see cref="OptimizerOptions.LambGradientNorm"/> together.
    /// </summary>
    Lamb,

    /// <summary>Lion: the sign of a mean of gradients, with decoupled weight decay.</summary>
    Lion,
}

/// <summary>
/// The update of parameters, as PyTorch 1.13 defines it; LAMB (You et al., 2020) and Lion (Chen et al., 2023) as timm does.
/// </summary>
/// <param name="Kind">Which rule.</param>
/// <param name="WeightDecay">
/// Of weights of two or more dimensions; norms and biases do not decay unless <see cref="DecaysAll"/>.
/// </param>
internal sealed record OptimizerOptions(OptimizerKind Kind, double WeightDecay)
{
    /// <summary>Adam, AdamW and LAMB: the decay of the mean of gradients. Lion: how much of the mean the update has.
    /// </summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam, AdamW and LAMB: the decay of the mean of squared gradients. Lion: that of the mean of gradients;
    /// its authors take 0.99.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>RMSprop: the decay of the mean of squared gradients.</summary>
    public double Alpha { get; init; } = 0.9;

    /// <summary>All but SGD and Lion: added to the root of the mean of squares; timm takes 1e-6 for LAMB.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>SGD and RMSprop: how much of the last update is kept.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The learning rate of a detector's trunk as a share of that of the rest; 1 for one rate. Not together with
    /// <see cref="LayerDecay"/>.</summary>
    public double TrunkFactor { get; init; } = 1;

    /// <summary>SGD: whether to look one update ahead.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Whether norms and biases decay too.</summary>
    public bool DecaysAll { get; init; }

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. Null: no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest element of a gradient, by its size; larger ones are cut. Null: no limit.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// Adaptive clipping (Brock et al., 2021): the largest norm of the gradient of the weights of one output by the norm of
    /// these weights; biases and norms count as a whole. The last linear is not clipped, as in timm. Null: no limit.
    /// </summary>
    public double? ClipFactor { get; init; }

    /// <summary>LAMB: the largest norm of all gradients together, behind all other clipping; null: no limit.</summary>
    public double? LambGradientNorm { get; init; } = 1;

    /// <summary>
    /// The learning rate of each layer by that of the layer behind it (<see cref="Models.LayerGroups"/>): 1 for one rate for
    /// all.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>The smallest share of the learning rate that <see cref="LayerDecay"/> leaves to a layer.</summary>
    public double LayerDecayMinimum { get; init; }

    /// <summary>The decay of the moving average of the parameters and running statistics; null: none is kept.</summary>
    public double? EmaDecay { get; init; }

    /// <summary>
    /// Whether that decay grows to its value: behind update t, from 1, it is 1 - t^(-2/3) at most, as in timm, so that the
    /// first weights leave the average soon.
    /// </summary>
    public bool EmaWarmsUp { get; init; }

    /// <summary>How many batches make one update: their gradients are averaged.</summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>Whether the optimizer keeps means of squared gradients.</summary>
    internal bool KeepsSquares => Kind is not (OptimizerKind.Sgd or OptimizerKind.Lion);

    /// <summary>Whether the gradients of an update are changed element by element before it.</summary>
    internal bool ClipsElements => ClipValue is not null || ClipFactor is not null;

    /// <summary>Whether some updates have the length of LAMB.</summary>
    internal bool Adapts => Kind == OptimizerKind.Lamb && WeightDecay > 0;

    /// <summary>The decay of parameters of a kind.</summary>
    internal double DecayOf(VariableKind kind) => kind == VariableKind.Decayed || DecaysAll ? WeightDecay : 0;
}
