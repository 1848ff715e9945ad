using GpuFormer.Devices.Cpu;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Onnx;
using GpuFormer.Perf.Peers;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Imaging;
using GpuFormer.Tests.Style;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

/// <summary>ONNX Runtime judges the exported files, and with them our kernels.</summary>
public sealed class OnnxRuntimeTests
{
    public static TheoryData<string, bool, bool, int> Exports
    {
        get
        {
            var exports = new TheoryData<string, bool, bool, int>();
            foreach (var name in ModelCatalogue.NamesOf(ModelTask.Classification))
                exports.Add(name, false, false, 17);
            exports.Add("mobile_former_26m", true, false, 17);
            exports.Add("mobile_former_294m", true, false, 21);
            exports.Add("mobile_former_52m", true, true, 19);
            return exports;
        }
    }

    [OnnxRuntimeTheory]
    [MemberData(nameof(Exports))]
    public void Exported_model_gives_the_same_classes_in_OnnxRuntime(
        string name, bool dynamic, bool spatial, int opset)
    {
        using var folder = new TemporaryFolder();
        var options = new ModelOptions { NetworkOptions = spatial ? ["hyper_token_id=-1"] : null };
        using var model = Model.WithSeededWeights(name, options);
        var batch = dynamic ? 2 : 1;
        var path = folder["m.onnx"];
        model.ExportOnnx(path, new OnnxExportOptions { DynamicBatch = dynamic, Opset = opset });
        using var device = new CpuDevice();
        using var session = new Session(model, device, batch);
        var input = Photos(batch, ModelCatalogue.FamilyOf(name).Preprocessing);
        var logits = new float[session.OutputShape.Elements];
        session.Predict(input, logits);

        using var runtime = OnnxRuntimePeer.Start(null, Repository.Root, TextWriter.Null);
        runtime.Load(path, threads: 2, batch, input, folder["values"]);
        var expected = runtime.Output(folder["values"]);
        Assert.Equal(expected.Length, logits.Length);
        for (var i = 0; i < logits.Length; i++)
            Assert.InRange(logits[i], expected[i] - 1e-4f, expected[i] + 1e-4f);
        for (var i = 0; i < batch; i++)
            Assert.Equal(Best(expected, i, model.Classes), Best(logits, i, model.Classes));
    }

    [OnnxRuntimeTheory]
    [InlineData("retinanet_mobile_former_26m", 96, 130, false, 17, "fpn_channels=32")]
    [InlineData("retinanet_mobile_former_52m", 65, 97, true, 21, "fpn_channels=32")]
    [InlineData("ssdlite_mobilevit_xxs", 96, 130, false, 17)]
    [InlineData("ssdlite_mobilevit_xxs", 128, 64, true, 21)]
    [InlineData("deeplabv3_mobilevit_xxs", 64, 96, false, 17)]
    [InlineData("deeplabv3_mobilevit_xs", 80, 64, true, 21)]
    [InlineData("detr_resnet18", 97, 64, true, 17, "hidden=64", "heads=4", "enc=2", "dec=2", "ffn=96", "queries=20")]
    [InlineData("detr_resnet50_dc5", 65, 64, false, 21, "hidden=64", "heads=4", "enc=1", "dec=2", "ffn=96", "queries=20")]
    [InlineData("e2e_mobile_former_26m", 97, 130, true, 17, "width=64", "heads=4", "blocks=2,1,1", "map_hidden=96")]
    [InlineData("e2e_mobile_former_96m", 64, 96, false, 21, "width=64", "heads=4", "blocks=1,2,1", "gate=False")]
    public void Exported_detectors_and_segmenters_give_the_same_numbers_in_OnnxRuntime(
        string name, int height, int width, bool dynamic, int opset, params string[] networkOptions)
    {
        using var folder = new TemporaryFolder();
        using var model = Model.WithSeededWeights(name, new ModelOptions { NetworkOptions = networkOptions });
        var batch = dynamic ? 2 : 1;
        var path = folder["m.onnx"];
        model.ExportOnnx(path, new OnnxExportOptions
        {
            DynamicBatch = dynamic,
            Opset = opset,
            Height = height,
            Width = width,
        });
        using var device = new CpuDevice();
        using var session = new Session(model, device, batch, height, width);
        var images = SeededWeights.Input(batch * 3 * height * width);
        session.Run(images);
        using var runtime = OnnxRuntimePeer.Start(null, Repository.Root, TextWriter.Null);
        runtime.Load(path, threads: 2, batch, images, folder["values"]);
        foreach (var output in session.Outputs)
        {
            var ours = new float[output.Shape.Elements];
            session.Read(output.Name, ours);
            var theirs = runtime.Output(folder["values"], output.Name);
            Assert.Equal(ours.Length, theirs.Length);
            // 1e-4 of numbers of size 1, and as much of the size of larger ones.
            var tolerance = 1e-4 * Math.Max(1, Math.Sqrt(ours.Average(x => (double)x * x)));
            for (var i = 0; i < ours.Length; i++)
            {
                var at = output.Shape.Rank == 4 ? InPlanes(i, output.Shape) : i;
                Assert.True(Math.Abs(ours[i] - theirs[at]) <= tolerance,
                    $"{output.Name}[{i}] is {ours[i]}, {theirs[at]} in ONNX Runtime.");
            }
        }
    }

    // Where channels innermost are before rows there.
    private static int InPlanes(int index, GpuFormer.Graph.Shape map)
    {
        var (pixels, channels) = (map[1] * map[2], map[3]);
        return (((index / (pixels * channels) * channels) + (index % channels)) * pixels) + (index / channels % pixels);
    }

    private static int Best(float[] logits, int image, int classes)
    {
        var own = logits.AsSpan(image * classes, classes).ToArray();
        return Array.IndexOf(own, own.Max());
    }

    // Different pictures, prepared as for a prediction.
    private static float[] Photos(int count, PreprocessingConfig preprocessing)
    {
        var transform = new EvaluationTransform(preprocessing);
        var values = new float[count * transform.OutputLength];
        var files = Directory.GetFiles(ImagingData.PathOf("jpeg"), "*.jpg").Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < count; i++)
        {
            transform.Apply(ImageDecoder.Load(files[i]),
                values.AsSpan(i * transform.OutputLength, transform.OutputLength));
        }

        return values;
    }
}

/// <summary>A theory that needs node and onnxruntime-node; elsewhere a skip that says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimeTheoryAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OnnxRuntimePeer.FolderVariable)))
        {
            Skip = $"{OnnxRuntimePeer.FolderVariable} names no folder in which "
                + "'npm install --ignore-scripts onnxruntime-node' was run.";
        }
    }
}
