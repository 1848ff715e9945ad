using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Tests.Host.Models;

/// <summary>A model run on a device with the outputs of all stages, in the reference's layouts.</summary>
internal sealed class ModelRun
{
    private readonly Dictionary<string, Values> _outputs = [];

    public ModelRun(Device device, ImageModel model, Func<string, Shape, float[]> weights, float[] images,
        (int Batch, int Height, int Width) size)
    {
        var graph = model.Build(size.Batch, size.Height, size.Width, withStages: true);
        using var executor = Executor.Create(device, graph, weights);
        executor.WriteInput(images);
        executor.Run();
        for (var i = 0; i < executor.Plan.Graph.Outputs.Count; i++)
        {
            var output = executor.Plan.Graph.Outputs[i];
            var elements = new float[output.Tensor.Shape.Elements];
            executor.ReadOutput(elements, i);
            var values = Values.Of(elements, [.. output.Tensor.Shape]);
            _outputs[output.Name] = output.Name == "logits" ? values : Transposed(values);
        }
    }

    public double[] Logits => _outputs["logits"].Data;

    /// <summary>The map [N, C, H, W] of a stage, or its tokens [M, N, d]; null if it has none.</summary>
    public Values? Stage(string stage, bool tokens) =>
        _outputs.GetValueOrDefault($"{stage}.{(tokens ? "tokens" : "x")}");

    // [N, H, W, C] to [N, C, H, W], [N, M, d] to [M, N, d].
    private static Values Transposed(Values values)
    {
        var sizes = values.Sizes;
        if (sizes.Length == 3)
        {
            var (n, m, d) = (sizes[0], sizes[1], sizes[2]);
            var tokens = Values.Zeros(m, n, d);
            for (var i = 0; i < values.Data.Length; i++)
                tokens.Data[(((i / d % m * n) + (i / (m * d))) * d) + (i % d)] = values.Data[i];
            return tokens;
        }

        var (pixels, channels) = (sizes[1] * sizes[2], sizes[3]);
        var map = Values.Zeros(sizes[0], channels, sizes[1], sizes[2]);
        for (var i = 0; i < values.Data.Length; i++)
        {
            var (image, pixel, channel) = (i / (pixels * channels), i / channels % pixels, i % channels);
            map.Data[(((image * channels) + channel) * pixels) + pixel] = values.Data[i];
        }

        return map;
    }
}
