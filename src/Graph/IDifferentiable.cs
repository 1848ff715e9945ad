namespace GpuFormer.Graph;

/// <summary>An op with a gradient.</summary>
internal interface IDifferentiable
{
    /// <summary>Adds the nodes that compute the gradients by the inputs that need one.</summary>
    void Differentiate(GradientContext context);
}
