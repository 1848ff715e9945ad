using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>RetinaNet, SSDLite and DeepLabv3 on devices against torchvision and cvnets: maps on the way, and outputs.</summary>
public sealed class DetectionGoldenTests
{
    private static readonly string[] All =
    [
        "retinanet-forward-mobile_former_26m", "retinanet-forward-mobile_former_294m", "ssdlite-forward-mobilevit_xxs",
        "ssdlite-forward-mobilevit_xs-256x352", "ssdlite-forward-mobilevit_s", "deeplabv3-forward-mobilevit_xxs",
        "deeplabv3-forward-mobilevit_xs-272x336", "deeplabv3-forward-mobilevit_s-512",
    ];

    private static readonly string[] OneOfEach = [All[1], All[3], All[6]];

    [Theory]
    [OnDevice("cpu")]
    public void All_networks_make_the_maps_and_outputs_of_the_reference(string kind)
    {
        foreach (var file in All)
            AssertReproduced(file, kind);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void One_network_of_each_kind_makes_the_maps_and_outputs_of_the_reference(string kind)
    {
        foreach (var file in OneOfEach)
            AssertReproduced(file, kind);
    }

    // ILGPU's accelerator is for debugging: images are tiny, and the CPU device, which the reference judges, judges it.
    [Theory]
    [InlineData("retinanet_mobile_former_26m", "fpn_channels=16")]
    [InlineData("ssdlite_mobilevit_xxs")]
    [InlineData("deeplabv3_mobilevit_xxs")]
    public void Kernels_compiled_by_ILGPU_make_the_same_outputs(string name, params string[] options)
    {
        var model = ModelCatalogue.Create(name, 3, options);
        var input = SeededWeights.Input(2 * 3 * 24 * 40);
        var runs = new[] { "cpu", "ilgpu:cpu" }
            .Select(kind => Run(model, TestDevices.Get(kind), SeededWeights.Fill, input, (2, 24, 40))).ToArray();
        foreach (var output in model.Build(2, 24, 40).Outputs)
        {
            GoldenTaps.AssertClose(runs[0][output.Name].Values,
                [.. runs[1][output.Name].Values.Select(value => (double)value)], $"{name}: {output.Name}");
        }
    }

    private static void AssertReproduced(string file, string kind)
    {
        using var golden = new DetectionGolden(file);
        var outputs = Run(golden.Model, TestDevices.Get(kind), golden.Weights.Fill, golden.Input(),
            (golden.Batch, golden.Height, golden.Width));
        foreach (var name in golden.Names.Where(name =>
            name.StartsWith("tap.", StringComparison.Ordinal) && name.EndsWith(".sample", StringComparison.Ordinal)))
        {
            var map = Planes(outputs[StageOf(golden.Model, name.Split('.')[1])]);
            GoldenTaps.AssertClose(golden.Read(name), GoldenTaps.Sample(map), $"{file} on {kind}: {name}");
        }

        foreach (var (theirs, ours) in new[] { ("cls_logits", "logits"), ("bbox_regression", "deltas") })
        {
            if (golden.Has(theirs))
                AssertClose(theirs, [.. outputs[ours].Values.Select(value => (double)value)]);
        }

        foreach (var name in new[] { "confidences", "locations" }.Where(golden.Has))
        {
            var (shape, values) = outputs[name];
            var rows = golden.Has("rows") ? [.. golden.ReadIntegers("rows").Select(row => (int)row)] : Enumerable.Range(0, shape[1]);
            AssertClose(name,
                [.. from image in Enumerable.Range(0, shape[0])
                    from row in rows
                    from i in Enumerable.Range(0, shape[2])
                    select (double)values[(((image * shape[1]) + row) * shape[2]) + i]]);
            AssertClose($"{name}.sum", [.. values.Chunk(shape[2]).Select(row => row.Sum(value => (double)value))]);
        }

        if (golden.Has("logits_low"))
        {
            AssertClose("logits_low", Planes(outputs["logits_low"]));
            var logits = Planes(outputs["logits"]);
            AssertClose("logits.sample",
                [.. Enumerable.Range(0, 4096).Select(k => logits[(long)k * logits.Length / 4096])]);
            AssertClasses();
        }

        void AssertClose(string name, double[] values) =>
            GoldenTaps.AssertClose(golden.Read(name), values, $"{file} on {kind}: {name}");

        // Where torch is sure of the class, it is the same.
        void AssertClasses()
        {
            var (shape, values) = outputs["logits"];
            var (argmax, unsure) = (golden.ReadBytes("argmax"), golden.ReadBytes("unsure"));
            Assert.Equal(argmax.Length, shape.Rows);
            for (var pixel = 0; pixel < argmax.Length; pixel++)
            {
                var row = values.AsSpan(pixel * shape.Last, shape.Last);
                var best = 0;
                for (var i = 1; i < row.Length; i++)
                    best = row[i] > row[best] ? i : best;
                Assert.True(best == argmax[pixel] || unsure[pixel] != 0, $"{file} on {kind}: class of pixel {pixel}");
            }
        }
    }

    private static Dictionary<string, (Shape Shape, float[] Values)> Run(
        ImageModel model, Device device, Func<string, Shape, float[]> weights, float[] input,
        (int Batch, int Height, int Width) size)
    {
        var graph = model.Build(size.Batch, size.Height, size.Width, withStages: true);
        using var executor = Executor.Create(device, graph, weights);
        executor.WriteInput(input);
        executor.Run();
        var outputs = new Dictionary<string, (Shape, float[])>();
        for (var i = 0; i < executor.Plan.Graph.Outputs.Count; i++)
        {
            var output = executor.Plan.Graph.Outputs[i];
            var values = new float[output.Tensor.Shape.Elements];
            executor.ReadOutput(values, i);
            outputs.Add(output.Name, (output.Tensor.Shape, values));
        }

        return outputs;
    }

    // torchvision's and cvnets' names of the maps.
    private static string StageOf(ImageModel model, string tap) => tap switch
    {
        "c3" or "c4" or "c5" => model.Features[tap[1] - '2'].Name,
        "out_l3" or "out_l4" or "out_l5" => $"encoder.layer_{tap[^1]}.x",
        _ => $"{tap}.x",
    };

    // [N, H, W, C] to [N, C, H, W].
    private static double[] Planes((Shape Shape, float[] Values) map)
    {
        var (pixels, channels) = (map.Shape[1] * map.Shape[2], map.Shape[3]);
        var planes = new double[map.Values.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            var (image, pixel, channel) = (i / (pixels * channels), i / channels % pixels, i % channels);
            planes[(((image * channels) + channel) * pixels) + pixel] = map.Values[i];
        }

        return planes;
    }
}
