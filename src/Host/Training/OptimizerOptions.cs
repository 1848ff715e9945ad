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
}

/// <summary>The update of parameters, as PyTorch 1.13 defines it.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="WeightDecay">
/// Of weights of two or more dimensions; norms and biases do not decay unless <see cref="DecaysAll"/>.
/// </param>
public sealed record OptimizerOptions(OptimizerKind Kind, double WeightDecay)
{
    /// <summary>AdamW: the decay of the mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW: the decay of the mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>RMSprop: the decay of the mean of squared gradients.</summary>
    public double Alpha { get; init; } = 0.9;

    /// <summary>AdamW and RMSprop: added to the root of the mean of squares.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>SGD and RMSprop: how much of the last update is kept.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>SGD: whether to look one update ahead.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Whether norms and biases decay too.</summary>
    public bool DecaysAll { get; init; }

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. Null: no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The decay of the moving average of the parameters and running statistics; null: none is kept.</summary>
    public double? EmaDecay { get; init; }

    /// <summary>How many batches make one update: their gradients are averaged.</summary>
    public int AccumulationSteps { get; init; } = 1;
}
