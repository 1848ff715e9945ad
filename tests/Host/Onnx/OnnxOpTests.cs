using GpuFormer.Devices.Cpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Models;
using GpuFormer.Models.Layers;
using GpuFormer.Onnx;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

/// <summary>Ops that no network of the catalogue has, or not with these attributes, mean the same in ONNX.</summary>
public sealed class OnnxOpTests
{
    [Theory]
    [InlineData(2, 13, 17, false)]
    [InlineData(1, 16, 12, true)]
    public void Exported_ops_compute_what_the_session_does(int batch, int height, int width, bool dynamic)
    {
        using var model = Model.WithSeededWeights(new Toy());
        var graph = OnnxExport.Translate(model, new OnnxExportOptions
        {
            BatchSize = dynamic ? 1 : batch,
            DynamicBatch = dynamic,
            Height = height,
            Width = width,
        }).Graph;
        OnnxShapes.Infer(graph, batch);
        var input = SeededWeights.Input(batch * 3 * height * width);
        var expected = OnnxInterpreter.Run(graph, new([batch, 3, height, width], [.. input.Select(x => (double)x)]));
        using var device = new CpuDevice();
        using var session = new Session(model, device, batch, height, width);
        var logits = new float[session.OutputShape.Elements];
        session.Predict(input, logits);
        Assert.Equal(expected.Data.Length, logits.Length);
        for (var i = 0; i < logits.Length; i++)
            Assert.Equal(expected.Data[i], logits[i], 1e-4);
    }

    private sealed class Toy : ImageModel
    {
        private readonly ParameterScope _scope = new();
        private readonly Parameter _first;
        private readonly Parameter _bias;
        private readonly Parameter _second;

        public Toy()
        {
            _first = _scope.At("first").Declare("weight", new Shape(8, 3, 4, 2));
            _bias = _scope.At("first").Declare("bias", new Shape(8));
            _second = _scope.At("second").Declare("weight", new Shape(12, 4, 3, 3));
        }

        public override string Name => "toy";

        public override ModelFamily Family => ModelFamily.ResNet;

        public override int Classes => 30;

        public override int OutputChannels => 30;

        public override IReadOnlyList<FeatureStage> Features => [];

        public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

        public override ComputeGraph Build(
            int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
        {
            var builder = new GraphBuilder();
            var images = builder.Input("input", new Shape(batch, 3, height, width));
            var convolution = new Convolution(2, 1) { ColumnStride = 1, Padding = 1, Planar = true };
            var x = builder.Add("first", convolution, images, builder.Stored(_first), builder.Stored(_bias));
            x = builder.Apply("clamped", new Clamp(-0.5f, 0.75f), x);
            x = builder.Add("second", new Convolution(1, 2) { Padding = 2, Dilation = 2 }, x, builder.Stored(_second));
            x = builder.Apply("gate", new Sigmoid(), x);
            x = builder.Add("pool", new MaxPool(new(3, 2, 1), new(2, 1, 0)), x);
            var near = builder.Add("nearest", new Resize(5, 6) { Mode = ResizeMode.Nearest }, x);
            var smooth = builder.Add("aligned", new Resize(5, 6) { Mode = ResizeMode.BilinearAlignedCorners }, x);
            x = builder.Add("both", new Concat(), near, smooth);
            // Channels as tokens of 30 pixels.
            var tokens = builder.Add("tokens", new Transpose(), x);
            tokens = builder.Add("attention", new MultiHeadAttention(3), tokens, tokens, tokens);
            return builder.Build([new GraphOutput("logits", builder.Add("mean", new GlobalAveragePool(), tokens))]);
        }
    }
}
