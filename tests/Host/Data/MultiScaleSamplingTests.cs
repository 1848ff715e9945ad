using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class MultiScaleSamplingTests
{
    private const int Base = 256;
    private const int BaseSize = 128;

    private static readonly MultiScaleSampling OfMobileVit = new([160, 192, 256, 288, 320]) { Together = 8 };

    private static readonly BatchLoaderOptions Training = new()
    {
        BatchSize = 5,
        Workers = 2,
        Preprocessing = new PreprocessingConfig { InputSize = 16 },
        Order = SampleOrder.Shuffled,
        DropLast = true,
        Augmentation = new TrainingTransformOptions(),
        Mixing = new BatchMixingOptions { CutmixAlpha = 1 },
        Erasing = new RandomErasingOptions { Probability = 0.5 },
        Sampling = new MultiScaleSampling([12, 16, 20]) { Together = 2 },
    };

    [Fact]
    public void Batches_of_MobileViT_are_as_large_as_the_networks_page_says() =>
        Assert.Equal([328, 224, 128, 128, 128],
            OfMobileVit.Sides.Select(side => OfMobileVit.SizeOf(side, Base, BaseSize)));

    [Fact]
    public void Preset_of_MobileViT_draws_from_these_sizes_and_decays_norms()
    {
        var recipe = RecipePresets.Find("mobilevit_s");
        Assert.Equal(OfMobileVit.Sides, RecipeData.TrainingOptions(recipe).Sampling!.Sides);
        Assert.Equal(OfMobileVit.Together, RecipeData.TrainingOptions(recipe).Sampling!.Together);
        var session = TrainingRun.SessionOptions(recipe);
        Assert.Equal([(328, 160), (224, 192), (128, 256), (128, 288), (128, 320)],
            session.Sizes.Select(size => (size.Batch, size.Height)));
        Assert.All(session.Sizes, size => Assert.Equal(size.Height, size.Width));
        Assert.True(session.Optimizer.DecaysAll);
    }

    [Fact]
    public void An_epoch_is_a_function_of_seed_and_epoch_and_shows_all_sizes_alike()
    {
        const int count = 1281167;
        IReadOnlyList<BatchShape> Of(ulong seed, int epoch) => OfMobileVit.Draw(seed, epoch, count, Base, BaseSize);
        var shapes = Of(42, 3);
        Assert.Equal(shapes, Of(42, 3));
        Assert.NotEqual(shapes, Of(42, 4));
        Assert.NotEqual(shapes, Of(41, 3));
        var steps = shapes.Chunk(OfMobileVit.Together).ToArray();
        Assert.All(steps, step => Assert.Single(step.Select(shape => (shape.Side, shape.Size)).Distinct()));
        // Five deviations of the binomial distribution.
        var deviation = Math.Sqrt(steps.Length * 0.2 * 0.8);
        Assert.All(OfMobileVit.Sides, side => Assert.InRange(steps.Count(step => step[0].Side == side),
            (steps.Length * 0.2) - (5 * deviation), (steps.Length * 0.2) + (5 * deviation)));
        // One behind the other, and beyond the end by less than the largest step.
        var next = 0;
        foreach (var shape in shapes)
        {
            Assert.Equal(next, shape.First);
            next += shape.Size;
        }

        Assert.InRange(next, count, count + (328 * 8) - 1);
        Assert.InRange(steps[^1][0].First, 0, count - 1);
    }

    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(3, 1, 0)]
    [InlineData(5, 4, 7)]
    public void Batches_are_the_same_for_any_number_of_workers_and_wherever_an_epoch_is_begun(
        int workers, int lookAhead, int firstBatch)
    {
        var dataset = new MemoryDataset(200, 10);
        var expected = Walk(Training, 1, 0);
        Assert.Equal(expected.Skip(firstBatch),
            Walk(Training with { Workers = workers, LookAhead = lookAhead }, 1, firstBatch));

        List<string> Walk(BatchLoaderOptions options, int epoch, int from)
        {
            using var loader = new BatchLoader(dataset, options);
            return [.. loader.Epoch(epoch, from).Select(batch => Convert.ToHexString(
                SHA256.HashData(MemoryMarshal.AsBytes(batch.Pixels))))];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_picture_comes_and_the_first_ones_again_in_batches_of_their_own_sizes(int epoch)
    {
        using var loader = new BatchLoader(new MemoryDataset(200, 10), Training);
        var indices = new List<int>();
        var sizes = new HashSet<(int, int)>();
        var batches = 0;
        foreach (var batch in loader.Epoch(epoch))
        {
            Assert.Equal(batch.Size, batch.Count);
            Assert.Equal(3 * batch.Size * batch.InputSize * batch.InputSize, batch.Pixels.Length);
            Assert.Equal(batch.Size * 10, batch.Targets.Length);
            sizes.Add((batch.InputSize, batch.Size));
            indices.AddRange(batch.Indices);
            batches++;
        }

        // 5 * 16 * 16 / (12 * 12) is 8.9, of which the whole part is even.
        Assert.Equal([(12, 8), (16, 5), (20, 5)], sizes.Order());
        Assert.Equal(Enumerable.Range(0, 200), indices.Take(200).Order());
        Assert.InRange(indices.Count, 200, 200 + 15);
        Assert.Equal(indices.Take(indices.Count - 200), indices.Skip(200));
        Assert.Equal(loader.BatchesIn(epoch), batches);
    }

    [Fact]
    public void A_picture_that_comes_again_is_augmented_anew()
    {
        // Steps of 10 pictures, of which 7 come again.
        using var loader = new BatchLoader(new MemoryDataset(203, 10),
            Training with { Mixing = null, Erasing = null, Sampling = Training.Sampling! with { Sides = [16] } });
        var pictures = new List<(int Index, string Hash)>();
        foreach (var batch in loader.Epoch(0))
        {
            var length = batch.Pixels.Length / batch.Size;
            for (var row = 0; row < batch.Size; row++)
            {
                pictures.Add((batch.Indices[row], Convert.ToHexString(
                    SHA256.HashData(MemoryMarshal.AsBytes(batch.Pixels.Slice(row * length, length))))));
            }
        }

        Assert.Equal(210, pictures.Count);
        for (var i = 203; i < 210; i++)
        {
            Assert.Equal(pictures[i - 203].Index, pictures[i].Index);
            Assert.NotEqual(pictures[i - 203].Hash, pictures[i].Hash);
        }
    }

    [Fact]
    public void A_set_smaller_than_the_largest_step_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => new BatchLoader(new MemoryDataset(15, 2), Training));
        Assert.Contains("15 pictures, which fill no batch of 16", fault.Message, StringComparison.Ordinal);
    }
}
