using System.Globalization;
using GpuFormer.Models;
using GpuFormer.Onnx;
using GpuFormer.Tests.Host.Onnx;
using GpuFormer.Tests.Ops;
using GpuFormer.Tests.Ops.Backward;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// Mobile-Former's options: against what the official code computes, and against plain loops, whose gradients differences
/// judge.
/// </summary>
public sealed class MobileFormerOptionTests
{
    private sealed record OfficialRow(
        int Groups, string Options, int Entries, string Hash, double[] Logits, double Loss, double Norm);

    private static IEnumerable<OfficialRow> Rows =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "mobile-former-options.txt"))
            .Where(line => !line.StartsWith('#')).Select(line =>
            {
                var parts = line.Split(';', StringSplitOptions.TrimEntries);
                double[] Numbers(int part) =>
                    [.. parts[part].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
                var dictionary = parts[2].Split(' ');
                return new OfficialRow(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1],
                    int.Parse(dictionary[0], CultureInfo.InvariantCulture), dictionary[1], Numbers(3), Numbers(4)[0],
                    Numbers(4)[1]);
            });

    /// <summary>All options of the table, once: with 4 filter groups where their order matters.</summary>
    public static IEnumerable<object[]> Networks => Rows
        .Where(row => row.Groups == 1 || row.Options is "" or "se_flag=1,0,1,0")
        .Select(row => new object[] { row.Options, row.Groups });

    [Fact]
    public void State_dicts_are_those_of_the_official_code()
    {
        Assert.NotEmpty(Rows);
        foreach (var row in Rows)
        {
            var model = TinyMobileFormer.Create(row.Options, row.Groups);
            var text = string.Concat(model.Parameters.Select(p => $"{p.Name} {string.Join(',', p.Shape)}\n"));
            Assert.Equal((row.Options, row.Groups, row.Entries, row.Hash),
                (row.Options, row.Groups, model.Parameters.Count,
                    SeededWeights.Hash(text).ToString("x8", CultureInfo.InvariantCulture)));
        }
    }

    [Theory]
    [OnDevice("cpu")]
    public void Logits_losses_and_gradients_are_those_of_the_official_code(string kind)
    {
        foreach (var row in Rows)
        {
            var what = $"{row.Options} with {row.Groups} filter groups";
            var model = TinyMobileFormer.Create(row.Options, row.Groups);
            var logits = Logits(kind, model);
            for (var i = 0; i < TinyMobileFormer.Classes; i++)
                AssertNear(what, row.Logits[i], logits[TinyMobileFormer.Classes + i], 1e-5);
            using var session = Session(kind, model);
            var step = session.Backward(TinyMobileFormer.Images(), TinyMobileFormer.Targets());
            AssertNear(what, row.Loss, step.Loss, 1e-5);
            // A picture that differs by 1e-7 moves the norm of attn_num_heads=4 by up to 1.7e-4.
            AssertNear(what, row.Norm, step.GradientNorm, 3e-4 * row.Norm);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Loops_compute_what_the_official_code_does(string options, int groups)
    {
        var row = Rows.Single(r => r.Options == options && r.Groups == groups);
        var model = TinyMobileFormer.Create(options, groups);
        var tape = new Tape();
        var logits = TinyMobileFormer.Run(model, tape, OnTape(model, tape), training: false);
        for (var i = 0; i < row.Logits.Length; i++)
            AssertNear(options, row.Logits[i], logits[1][i].Value, 2e-7);
        var trained = new Taped(model);
        AssertNear(options, row.Loss, trained.Loss, 2e-7);
        var norm = Math.Sqrt(trained.Gradients.Values.Sum(g => g.Sum(v => v * v)));
        AssertNear(options, row.Norm, norm, 2e-6 * row.Norm);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_match_loops_and_loops_match_differences(string options, int groups) =>
        AssertGradients("cpu", TinyMobileFormer.Create(options, groups), null);

    [Theory]
    [InlineData("")]
    [InlineData("gbr_before_skip=True gbr_dynamic=True,True,True")]
    [InlineData("gbr_type=mlp+attn remove_proj_local=False")]
    [InlineData("gbr_drop=0.4,0.5")]
    [InlineData("gbr_drop=0.3,0.5 cls_token_num=3")]
    [InlineData("gbr_drop=0.3,0.3 cls_token_num=0")]
    public void What_is_dropped_is_a_function_of_seed_and_place(string options)
    {
        var model = TinyMobileFormer.Create(options);
        AssertGradients("cpu", model, new TapedDropping(0.5, Seed: 7));
        Assert.NotEqual(new Taped(model, new TapedDropping(0.5, 7)).Loss, new Taped(model, new TapedDropping(0.5, 8)).Loss);
    }

    // Larger than what the table has, and than the pictures of 16 x 16.
    [Theory]
    [OnDevice("cpu")]
    public void Filters_of_any_odd_size_match_loops(string kind)
    {
        AssertGradients(kind, TinyMobileFormer.Create("kernel_size=13,21"), null);
        AssertGradients(kind, TinyMobileFormer.Create("kernel_size=33,13", groups: 4), null);
    }

    // One network with most of what no published one has, on all devices; and others for the forms of convolutions.
    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_match_loops_on_other_devices(string kind)
    {
        AssertGradients(kind, TinyMobileFormer.Create(
            "gbr_type=mlp+attn remove_proj_local=False gbr_dynamic=False,True,True se_flag=1,0,2,1 cls_token_num=2 "
            + "gbr_drop=0.3,0.5"), new TapedDropping(0.5, Seed: 7));
        AssertGradients(kind, TinyMobileFormer.Create("dw_conv=maxdw kernel_size=5,3"), null);
        AssertGradients(kind, TinyMobileFormer.Create("dw_conv=sepdw"), null);
        AssertGradients(kind, TinyMobileFormer.Create("kernel_size=5,7"), null);
        AssertGradients(kind, TinyMobileFormer.Create("kernel_size=13,21"), null);
    }

    [Theory]
    [InlineData("gbr_type=mlp+attn remove_proj_local=False gbr_dynamic=False,True,True se_flag=1,0,2,1 cls_token_num=2", true)]
    [InlineData("gbr_before_skip=True gbr_dynamic=True,True,True cls_token_num=0 hyper_token_id=-1", false)]
    [InlineData("gbr_type=mlp cls_token_num=-1 last_act=dyrelu gbr_ffn=False", true)]
    [InlineData("dw_conv=maxdw kernel_size=5,3", true)]
    [InlineData("dw_conv=sepdw", false)]
    [InlineData("kernel_size=1,7", true)]
    [InlineData("kernel_size=13,21", false)]
    public void Exported_graphs_compute_the_same(string options, bool dynamicBatch)
    {
        var network = TinyMobileFormer.Create(options);
        using var model = Model.WithSeededWeights(network);
        var graph = OnnxExport.Translate(model, new OnnxExportOptions
        {
            BatchSize = dynamicBatch ? 1 : TinyMobileFormer.Batch,
            DynamicBatch = dynamicBatch,
        }).Graph;
        const int side = TinyMobileFormer.Side;
        var logits = OnnxInterpreter.Run(graph, new([TinyMobileFormer.Batch, 3, side, side],
            [.. TinyMobileFormer.Images().Select(v => (double)v)]));
        var tape = new Tape();
        var expected = TinyMobileFormer.Run(network, tape, OnTape(network, tape), training: false);
        foreach (var (value, term) in logits.Data.Zip(expected.SelectMany(row => row)))
            AssertNear(options, term.Value, value, 1e-5);
    }

    [Fact]
    public void Parameters_that_the_loss_does_not_depend_on_stay_as_they_are()
    {
        // Without class tokens the last bridge has no reader; PyTorch leaves what has no gradient alone.
        var model = TinyMobileFormer.Create("cls_token_num=-1");
        using var session = Session("cpu", model, new OptimizerOptions(OptimizerKind.AdamW, 0.1) { EmaDecay = 0.5 });
        var before = session.ReadState();
        Assert.True(session.Step(TinyMobileFormer.Images(), TinyMobileFormer.Targets(), 0.1).Updated);
        foreach (var (name, values) in session.ReadState().Where(e => !e.Key.EndsWith("tracked", StringComparison.Ordinal)))
        {
            var isIdle = name.StartsWith("local_global.", StringComparison.Ordinal);
            Assert.Equal(isIdle, values.SequenceEqual(before[name]));
            Assert.Equal(isIdle, session.ReadEma()![name].SequenceEqual(before[name]));
            Assert.False(isIdle && session.ReadGradients().ContainsKey(name));
        }
    }

    private static void AssertGradients(string kind, MobileFormer model, TapedDropping? dropping)
    {
        var taped = new Taped(model, dropping);
        taped.AssertDifference();
        using var session = Session(kind, model, dropping: dropping);
        var step = session.Backward(TinyMobileFormer.Images(), TinyMobileFormer.Targets());
        AssertNear("the loss", taped.Loss, step.Loss, 1e-5);
        var gradients = session.ReadGradients();
        var unused = taped.Gradients.Where(g => !gradients.ContainsKey(g.Key));
        Assert.All(unused, g => Assert.All(g.Value, v => Assert.Equal(0, v)));
        foreach (var (name, gradient) in gradients)
        {
            var expected = taped.Gradients[name];
            var tolerance = (1e-3 * expected.Max(Math.Abs)) + (1e-5 * Math.Max(1, taped.Norm));
            for (var i = 0; i < gradient.Length; i++)
                AssertNear($"the gradient of {name}[{i}] ({kind})", expected[i], gradient[i], tolerance);
        }
    }

    private static float[] Logits(string kind, MobileFormer model)
    {
        const int side = TinyMobileFormer.Side;
        return [.. new ModelRun(TestDevices.Get(kind), model, SeededWeights.Fill, TinyMobileFormer.Images(),
            (TinyMobileFormer.Batch, side, side)).Logits.Select(v => (float)v)];
    }

    private static TrainingSession Session(
        string kind, MobileFormer model, OptimizerOptions? optimizer = null, TapedDropping? dropping = null)
    {
        var options = new TrainingOptions(TinyMobileFormer.Batch, TinyMobileFormer.Side, TinyMobileFormer.Side,
            optimizer ?? new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0))
        {
            DropPath = dropping?.DropPath ?? 0,
            Seed = dropping?.Seed ?? 0,
        };
        var session = new TrainingSession(TestDevices.Get(kind), model, options);
        session.Load(TinyMobileFormer.State(model));
        return session;
    }

    private static Dictionary<string, Term[]> OnTape(MobileFormer model, Tape tape) =>
        TinyMobileFormer.State(model).ToDictionary(
            e => e.Key, e => e.Value.Select(v => tape.Variable(v)).ToArray());

    private static void AssertNear(string what, double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual:G9} where {expected:G9} is expected.");

    /// <summary>A step by plain loops.</summary>
    private sealed class Taped
    {
        private readonly MobileFormer _model;
        private readonly TapedDropping? _dropping;

        public Taped(MobileFormer model, TapedDropping? dropping = null)
        {
            (_model, _dropping) = (model, dropping);
            var tape = new Tape();
            var weights = OnTape(model, tape);
            var loss = TinyMobileFormer.Loss(TinyMobileFormer.Run(model, tape, weights, training: true, dropping));
            Loss = loss.Value;
            var all = tape.Gradients([(loss, 1.0)]);
            Gradients = model.Parameters.Where(p => p.Kind == ParameterKind.Weight)
                .ToDictionary(p => p.Name, p => weights[p.Name].Select(w => all[w.Index]).ToArray());
        }

        public double Loss { get; }

        public Dictionary<string, double[]> Gradients { get; }

        public double Norm => Math.Sqrt(Gradients.Values.Sum(g => g.Sum(v => v * v)));

        /// <summary>All parameters at once are moved along a direction: one difference judges all gradients.</summary>
        public void AssertDifference()
        {
            const double step = 1e-7;
            var direction = Gradients.ToDictionary(g => g.Key, g => SeededWeights.Fill($"{g.Key} moved", [1, g.Value.Length]));
            double Along(double distance)
            {
                var tape = new Tape();
                var weights = TinyMobileFormer.State(_model).ToDictionary(e => e.Key, e => e.Value.Select((v, i) =>
                    tape.Variable(v + (direction.TryGetValue(e.Key, out var by) ? by[i] * distance : 0))).ToArray());
                return TinyMobileFormer.Loss(
                    TinyMobileFormer.Run(_model, tape, weights, training: true, _dropping)).Value;
            }

            var expected = Gradients.Sum(g => g.Value.Zip(direction[g.Key], (a, b) => a * b).Sum());
            AssertNear("the difference", (Along(step) - Along(-step)) / (2 * step), expected,
                1e-5 + (1e-4 * Math.Abs(expected)));
        }
    }
}
