using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Models.Layers;

/// <summary>What detectors with queries begin with, the same for all images.</summary>
internal static class LearnedQueries
{
    /// <summary>The learned positions [Q, channels] of the queries, once for each image.</summary>
    public static Tensor Build(GraphBuilder builder, Tensor positions, int batch, bool isLearned) => isLearned
        ? builder.Add("queries", new RepeatImages(batch), positions)
        : RepeatImages.Constant(positions, batch);

    /// <summary>The states before the first layer, [batch, Q, channels]: zeros.</summary>
    public static Tensor Zeros(int batch, Shape positions) => RepeatImages.Constant(
        GraphBuilder.Derived($"no states {positions}", new Zeros(positions)), batch);
}
