using GpuFormer.Devices.Cpu;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Onnx;
using GpuFormer.Perf.Peers;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Imaging;
using GpuFormer.Tests.Style;
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
