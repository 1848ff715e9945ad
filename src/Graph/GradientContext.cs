namespace GpuFormer.Graph;

/// <summary>
/// What an op sees while the gradients of its inputs are built: the node, the gradients of its outputs, and a builder
/// that adds nodes behind everything that the loss needs.
/// </summary>
internal abstract class GradientContext
{
    /// <summary>The node to differentiate.</summary>
    public abstract Node Node { get; }

    /// <summary>Adds the nodes that compute gradients.</summary>
    public abstract GraphBuilder Builder { get; }

    /// <summary>The numbers of <see cref="StepScalars"/>, for ops with randomness.</summary>
    public abstract Tensor Scalars { get; }

    /// <summary>Input <paramref name="index"/> of the node: kept until its gradient is computed.</summary>
    public Tensor Input(int index) => Node.Inputs[index];

    /// <summary>Output <paramref name="index"/> of the node: kept until its gradient is computed.</summary>
    public Tensor Output(int index = 0) => Node.Outputs[index];

    /// <summary>
    /// The gradient of the loss by output <paramref name="index"/>, of its shape; null if the loss does not depend on it.
    /// At least one is not null.
    /// </summary>
    public abstract Tensor? OutputGradient(int index = 0);

    /// <summary>Whether a parameter stands behind input <paramref name="index"/>: otherwise leave it out.</summary>
    public abstract bool NeedsGradient(int index);

    /// <summary>
    /// Adds to the gradient by input <paramref name="index"/> a tensor of the input's shape. What several nodes add is
    /// summed in a fixed order.
    /// </summary>
    public abstract void AddGradient(int index, Tensor gradient);

    /// <summary>
    /// Says what the batch has where input <paramref name="index"/>, a running statistic, has the average.
    /// </summary>
    public abstract void SetStatistic(int index, Tensor value);

    /// <summary>
    /// A gradient that begins at a loss, scaled as the step wants it: by the <see cref="StepScalars.LossScale"/> where maps
    /// are stored in a format that small gradients would be lost in.
    /// </summary>
    public abstract Tensor Scaled(int index, Tensor gradient);

    /// <summary>A name for a node of the gradient: <c>features.3.conv1.backward.x</c>.</summary>
    public string Named(string role) => $"{Node.Name}.backward.{role}";
}
