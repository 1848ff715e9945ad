using System.Globalization;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Matches, losses, gradients and steps of detectors and segmenters against what PyTorch computed.</summary>
public sealed class DetectorTrainingGoldenTests
{
    // Of the largest sample of a gradient, and of the norm of all of them: what is 0 but for rounding.
    private const double GradientTolerance = 1e-3;
    private const double Rounding = 1e-6;
    private const double LossTolerance = 1e-4;

    [Theory]
    [InlineData("detr-backward-resnet50-small", "detr_resnet50", "hidden,heads,enc,dec,ffn,queries")]
    [InlineData("e2emf-backward-mobile_former_26m-small", "e2e_mobile_former_26m",
        "width,heads,blocks,query_hidden,map_hidden,queries")]
    public void Queries_are_trained_as_by_DETR(string file, string name, string options)
    {
        using var golden = new DetectorGoldenFile(file);
        var family = name.StartsWith("detr", StringComparison.Ordinal) ? ModelFamily.Detr : ModelFamily.EndToEndMobileFormer;
        var model = family.Create(name, golden.Classes, [.. options.Split(',').Select(
            option => $"{option}={golden.Metadata[option].Replace(" ", "", StringComparison.Ordinal).Trim('[', ']')}")]);
        var size = new TrainingSize(golden.Sizes.Count, golden.Height, golden.Width);
        var optimizer = new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 1e-4)
        {
            DecaysAll = true,
            ClipNorm = 0.1,
            TrunkFactor = 0.1,
        };
        using var session = new TrainingSession(TestDevices.Get("cpu"), model,
            new TrainingOptions(size.Batch, size.Height, size.Width, optimizer), VisionSystem.CriterionOf(model));
        var state = StateOf(model, golden.Weights);
        var targets = (QueryTargets)VisionSystem.TargetsOf(model);
        targets.Set(size, [.. Enumerable.Range(0, size.Batch).Select(image => new ImageObjects(
            [.. golden.Read($"target.{image}.boxes").Chunk(4).Select(b => Box.FromCentre(b[0], b[1], b[2], b[3]))],
            Array.ConvertAll(golden.Read($"target.{image}.labels"), label => (int)label)))], golden.Sizes);

        session.Load(state);
        var step = session.Backward(golden.Input(), targets);
        var states = golden.Names.Count(n => n.StartsWith("match.", StringComparison.Ordinal)) / size.Batch;
        for (var i = 0; i < states * size.Batch; i++)
        {
            var pairs = targets.PairsOf(i / size.Batch, i % size.Batch);
            Assert.Equal(golden.Read($"match.{i / size.Batch}.{i % size.Batch}"),
                pairs.Select(pair => (float)pair.Query).Concat(pairs.Select(pair => (float)pair.Object)));
        }

        AssertLosses(session, golden.Read, step);
        var norm = golden.Read("grad.total_norm")[0];
        Assert.Equal(norm, step.GradientNorm, GradientTolerance * norm);
        AssertGradients(session, golden.Read, golden.Names);
        AssertBuffers(session, golden.Read, golden.Names);

        AssertSteps(session, state, golden.Read("losses"), golden.Input(), targets);
    }

    // AdamW's first updates of gradients that are all rounding are as large as any, and a match is made or not: of four
    // batches of images that differ by 4e-7 at most, DETR's third loss is 21.518 three times and 21.602 once, which is
    // PyTorch's.
    private static void AssertSteps(
        TrainingSession session, Dictionary<string, float[]> state, float[] losses, float[] images, QueryTargets targets)
    {
        float[] steps = [];
        foreach (var scale in new[] { 1f, 1 + 1.2e-7f, 1 - 1.2e-7f, 1 + 4e-7f })
        {
            session.Load(state);
            float[] scaled = [.. images.Select(value => value * scale)];
            steps = [.. losses.Select(_ => session.Step(scaled, targets, learningRate: 1e-4).Loss)];
            for (var i = 0; i < 2; i++)
                Assert.Equal(losses[i], steps[i], LossTolerance * losses[i]);
            if (losses.Zip(steps).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-3 * pair.First))
                return;
        }

        Assert.Fail($"The losses are {string.Join(", ", steps)}, not {string.Join(", ", losses)}.");
    }

    private static Dictionary<string, float[]> StateOf(ImageModel model, NamedWeights weights) =>
        model.Parameters.Where(p => p.Kind != ParameterKind.Counter)
            .ToDictionary(p => p.Name, p => weights.Fill(p.Name, p.Shape));

    private static void AssertLosses(TrainingSession session, Func<string, float[]> golden, StepResult step)
    {
        Assert.NotEmpty(session.LossNames);
        for (var i = 0; i < session.LossNames.Count; i++)
        {
            var expected = golden($"loss.{session.LossNames[i]}")[0];
            Assert.True(Math.Abs(session.LossParts[i] - expected) <= LossTolerance * Math.Max(1, expected),
                $"{session.LossNames[i]} is {session.LossParts[i]}, not {expected}.");
        }

        var loss = golden("loss")[0];
        Assert.Equal(loss, step.Loss, LossTolerance * loss);
    }

    private static void AssertGradients(TrainingSession session, Func<string, float[]> golden, IEnumerable<string> names)
    {
        var gradients = session.ReadGradients();
        string[] expected = [.. names.Where(name => name.StartsWith("grad.", StringComparison.Ordinal)
            && name.EndsWith(".sample", StringComparison.Ordinal)).Select(name => name["grad.".Length..^".sample".Length])];
        Assert.NotEmpty(expected);
        var norm = names.Contains("grad.total_norm") ? golden("grad.total_norm")[0] : 1;
        var wrong = new List<string>();
        foreach (var name in expected)
        {
            var sample = golden($"grad.{name}.sample");
            var tolerance = (GradientTolerance * Math.Max(1e-7, sample.Max(Math.Abs))) + (Rounding * norm);
            var actual = gradients[name];
            for (var i = 0; i < sample.Length; i++)
            {
                var value = actual[(int)((long)i * actual.Length / sample.Length)];
                if (Math.Abs(value - sample[i]) <= tolerance)
                    continue;
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {value}, not {sample[i]} within {tolerance}"));
                break;
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {expected.Length} gradients: {string.Join("; ", wrong.Take(5))}");
    }

    private static void AssertBuffers(TrainingSession session, Func<string, float[]> golden, IEnumerable<string> names)
    {
        var state = session.ReadState();
        foreach (var name in names.Where(name => name.StartsWith("buffer.", StringComparison.Ordinal)))
        {
            var (sample, actual) = (golden(name), state[name["buffer.".Length..^".sample".Length]]);
            var tolerance = (GradientTolerance * Math.Max(1e-3, sample.Max(Math.Abs))) + Rounding;
            for (var i = 0; i < sample.Length; i++)
                Assert.Equal(sample[i], actual[(int)((long)i * actual.Length / sample.Length)], tolerance);
        }
    }
}
