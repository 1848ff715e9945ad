using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class BatchShareTests
{
    private static readonly BatchLoaderOptions Training = new()
    {
        BatchSize = 6,
        Workers = 2,
        Preprocessing = new PreprocessingConfig { InputSize = 16 },
        Order = SampleOrder.Shuffled,
        DropLast = true,
        Augmentation = new TrainingTransformOptions(),
        Mixing = new BatchMixingOptions { CutmixAlpha = 1 },
        Erasing = new RandomErasingOptions { Probability = 0.5 },
    };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 6)]
    [InlineData(4, 4)]
    [InlineData(20, 0)]
    public void Shares_together_are_the_batches_of_one_process(int count, int firstBatch)
    {
        var dataset = new MemoryDataset(100, 10);
        var expected = Hashes(dataset, Training, firstBatch);
        Assert.Equal(16 - firstBatch, expected.Count);
        var shared = Enumerable.Range(0, count)
            .SelectMany(i => Hashes(dataset, Training with { Share = new BatchShare(i, count) }, firstBatch))
            .OrderBy(pair => pair.Number).ToList();
        Assert.Equal(expected, shared);
    }

    [Fact]
    public void The_last_batch_of_an_evaluation_is_in_one_share()
    {
        var dataset = new MemoryDataset(20, 10);
        var options = new BatchLoaderOptions { BatchSize = 8, Preprocessing = Training.Preprocessing };
        var counts = Enumerable.Range(0, 2).Select(i =>
        {
            using var loader = new BatchLoader(dataset, options with { Share = new BatchShare(i, 2) });
            return loader.Epoch(0).Sum(batch => batch.Count);
        });
        Assert.Equal([12, 8], counts);
    }

    private static List<(int Number, string Hash)> Hashes(ImageDataset dataset, BatchLoaderOptions options, int firstBatch)
    {
        using var loader = new BatchLoader(dataset, options);
        var hashes = new List<(int, string)>();
        foreach (var batch in loader.Epoch(1, firstBatch))
        {
            hashes.Add((batch.Number, Convert.ToHexString(SHA256.HashData(
                [.. MemoryMarshal.AsBytes(batch.Pixels), .. MemoryMarshal.AsBytes(batch.Targets)]))));
        }

        return hashes;
    }
}
