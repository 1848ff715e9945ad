using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class BatchLoaderTests
{
    private static readonly PreprocessingConfig Small = new() { InputSize = 16 };

    // Everything random that there is.
    private static readonly BatchLoaderOptions Training = new()
    {
        BatchSize = 9,
        Workers = 2,
        Preprocessing = Small,
        Order = SampleOrder.Shuffled,
        DropLast = true,
        Augmentation = new TrainingTransformOptions(),
        Mixing = new BatchMixingOptions { CutmixAlpha = 1 },
        LabelSmoothing = 0.1,
        Erasing = new RandomErasingOptions { Probability = 0.5 },
    };

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 3)]
    [InlineData(3, 1)]
    [InlineData(7, 5)]
    public void Batches_are_the_same_for_any_number_of_workers_and_look_ahead(int workers, int lookAhead)
    {
        var dataset = new MemoryDataset(100, 10);
        var expected = Hashes(dataset, Training with { Workers = 1 }, 1);
        Assert.Equal(11, expected.Count);
        Assert.Equal(expected, Hashes(dataset, Training with { Workers = workers, LookAhead = lookAhead }, 1));
    }

    [Fact]
    public void Seed_and_epoch_change_every_batch()
    {
        var dataset = new MemoryDataset(100, 10);
        var hashes = Hashes(dataset, Training, 0);
        Assert.Empty(hashes.Intersect(Hashes(dataset, Training, 1)));
        Assert.Empty(hashes.Intersect(Hashes(dataset, Training with { Seed = 1 }, 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public void Epoch_begun_in_its_middle_goes_on_with_the_same_bytes(int firstBatch)
    {
        var dataset = new MemoryDataset(100, 10);
        var expected = Hashes(dataset, Training, 2).Skip(firstBatch);
        Assert.Equal(expected, Hashes(dataset, Training, 2, firstBatch));
    }

    [Fact]
    public void Epoch_left_early_does_not_disturb_the_next()
    {
        var dataset = new MemoryDataset(100, 10);
        var expected = Hashes(dataset, Training, 1);
        using var loader = new BatchLoader(dataset, Training);
        for (var round = 0; round < 5; round++)
        {
            foreach (var batch in loader.Epoch(round))
            {
                if (batch.Number == round)
                    break;
            }
        }
        Assert.Equal(expected, loader.Epoch(1).Select(HashOf));
        Assert.Equal(expected, loader.Epoch(1).Select(HashOf));
    }

    [Fact]
    public void Evaluation_shows_every_picture_once_in_order_and_fills_up_with_empty_rows()
    {
        var dataset = new MemoryDataset(10, 4);
        var options = new BatchLoaderOptions { BatchSize = 4, Workers = 2, Preprocessing = Small };
        using var loader = new BatchLoader(dataset, options);
        Assert.Equal(3, loader.BatchesIn(0));
        var transform = new EvaluationTransform(Small);
        var expected = new float[transform.OutputLength];
        var seen = 0;
        foreach (var batch in loader.Epoch(0))
        {
            Assert.Equal(batch.Number == 2 ? 2 : 4, batch.Count);
            for (var row = 0; row < batch.Size; row++)
            {
                var pixels = batch.Pixels.Slice(row * expected.Length, expected.Length);
                var targets = batch.Targets.Slice(row * 4, 4);
                if (row >= batch.Count)
                {
                    Assert.Equal((Batch.NoLabel, -1), (batch.Labels[row], batch.Indices[row]));
                    Assert.Equal(-1, pixels.IndexOfAnyExcept(0f));
                    Assert.Equal(-1, targets.IndexOfAnyExcept(0f));
                    continue;
                }
                Assert.Equal((seen % 4, seen), (batch.Labels[row], batch.Indices[row]));
                transform.Apply(dataset.Load(seen), expected);
                Assert.True(pixels.SequenceEqual(expected));
                Assert.Equal(Enumerable.Range(0, 4).Select(label => label == seen % 4 ? 1f : 0f), targets.ToArray());
                seen++;
            }
        }
        Assert.Equal(10, seen);
    }

    [Fact]
    public void Training_drops_the_pictures_that_fill_no_batch()
    {
        using var loader = new BatchLoader(new MemoryDataset(100, 10), Training);
        var indices = loader.Epoch(0).SelectMany(batch => batch.Indices.ToArray()).ToList();
        Assert.Equal(99, indices.Count);
        Assert.Equal(99, indices.Distinct().Count());
    }

    [Fact]
    public void Unreadable_pictures_are_replaced_by_the_next_in_training_and_listed_once()
    {
        var dataset = new MemoryDataset(20, 10) { UnreadableIndices = [3, 4, 19] };
        using var loader = new BatchLoader(dataset, Training with { BatchSize = 5 });
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var counts = loader.Epoch(epoch).SelectMany(batch => batch.Indices.ToArray()).CountBy(index => index)
                .ToDictionary();
            Assert.Equal(17, counts.Count);
            Assert.Equal((3, 2), (counts[5], counts[0]));
        }
        Assert.Equal([3, 4, 19], loader.Unreadable.Select(picture => picture.Index));
        Assert.Equal("made-up/3.png: PNG: the data ends too early.", loader.Unreadable[0].ToString());
    }

    [Fact]
    public void Unreadable_pictures_are_empty_rows_in_an_evaluation()
    {
        var dataset = new MemoryDataset(6, 3) { UnreadableIndices = [2] };
        using var loader = new BatchLoader(dataset, new() { BatchSize = 6, Workers = 2, Preprocessing = Small });
        var batch = loader.Epoch(0).First();
        Assert.Equal([0, 1, Batch.NoLabel, 0, 1, 2], batch.Labels.ToArray());
        Assert.Single(loader.Unreadable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Too_many_unreadable_pictures_in_a_row_stop_the_walk_with_a_file_name(int workers)
    {
        var dataset = new MemoryDataset(40, 10) { UnreadableIndices = [.. Enumerable.Range(10, 20)] };
        var options = Training with { BatchSize = 5, Workers = workers, Order = SampleOrder.Sequential };
        using var loader = new BatchLoader(dataset, options);
        using var batches = loader.Epoch(0).GetEnumerator();
        Assert.True(batches.MoveNext());
        Assert.True(batches.MoveNext());
        var exception = Assert.Throws<DatasetFormatException>(() => batches.MoveNext());
        Assert.Equal("made-up/29.png", exception.Path);
        Assert.Contains("20 pictures in a row", exception.Message, StringComparison.Ordinal);
        Assert.Contains("the data ends too early", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_of_nothing_but_unreadable_pictures_stops_the_walk()
    {
        var dataset = new MemoryDataset(4, 2) { UnreadableIndices = [0, 1, 2, 3] };
        using var loader = new BatchLoader(dataset, Training with { BatchSize = 2 });
        Assert.Throws<DatasetFormatException>(() => loader.Epoch(0).First());
    }

    [Fact]
    public void Other_failures_of_a_worker_surface_with_the_file_name()
    {
        var dataset = new MemoryDataset(20, 10) { FaultyIndex = 7 };
        using var loader = new BatchLoader(dataset, Training with { BatchSize = 5 });
        var exception = Assert.Throws<DatasetFormatException>(() => loader.Epoch(0).Count());
        Assert.Equal("made-up/7.png", exception.Path);
        Assert.IsType<InvalidOperationException>(exception.InnerException);
    }

    [Fact]
    public void Strict_check_names_what_cannot_be_read()
    {
        var dataset = new MemoryDataset(100, 10) { UnreadableIndices = [.. Enumerable.Range(50, 12)] };
        Assert.Equal(Enumerable.Range(50, 12), dataset.FindUnreadable().Select(picture => picture.Index));
        var exception = Assert.Throws<DatasetFormatException>(() => dataset.RequireReadable());
        Assert.Contains("12 of 100 pictures", exception.Message, StringComparison.Ordinal);
        Assert.Contains("made-up/59.png: PNG", exception.Message, StringComparison.Ordinal);
        Assert.Contains("and 2 more", exception.Message, StringComparison.Ordinal);
        new MemoryDataset(10, 2).RequireReadable();
    }

    [Fact]
    public void Look_ahead_is_bounded()
    {
        var loaded = 0;
        var dataset = new MemoryDataset(100, 10) { BeforeLoad = _ => Interlocked.Increment(ref loaded) };
        using var loader = new BatchLoader(dataset, Training with { BatchSize = 5, LookAhead = 2 });
        using var batches = loader.Epoch(0).GetEnumerator();
        Assert.True(batches.MoveNext());
        SpinWait.SpinUntil(() => Volatile.Read(ref loaded) >= 10, TimeSpan.FromSeconds(30));
        Thread.Sleep(50);
        Assert.Equal(10, Volatile.Read(ref loaded));
    }

    [Fact]
    public void Dispose_ends_workers_and_a_walk_under_way()
    {
        var loader = new BatchLoader(new MemoryDataset(100, 10), Training);
        using var batches = loader.Epoch(0).GetEnumerator();
        Assert.True(batches.MoveNext());
        loader.Dispose();
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batches.MoveNext());
        Assert.Throws<ObjectDisposedException>(() => loader.Epoch(0).First());
    }

    [Fact]
    public async Task Dispose_from_another_thread_wakes_a_waiting_consumer()
    {
        using var hold = new ManualResetEventSlim();
        var dataset = new MemoryDataset(10, 10) { BeforeLoad = _ => hold.Wait() };
        var loader = new BatchLoader(dataset, Training);
        var consumer = Task.Run(() => loader.Epoch(0).First());
        var disposer = Task.Run(loader.Dispose);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => consumer.WaitAsync(TimeSpan.FromSeconds(60)));
        hold.Set();
        await disposer.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_walk_on_another_thread_is_refused_until_the_first_is_left()
    {
        using var loader = new BatchLoader(new MemoryDataset(100, 10), Training);
        using (var first = loader.Epoch(0).GetEnumerator())
        {
            Assert.True(first.MoveNext());
            var pixels = first.Current.Pixels.ToArray();
            var refusal = await OnAThread(() => Record.Exception(() => loader.Epoch(1).First()));
            Assert.Contains("one thread", Assert.IsType<InvalidOperationException>(refusal).Message,
                StringComparison.Ordinal);
            Assert.Equal(pixels, first.Current.Pixels.ToArray());
            Assert.True(first.MoveNext());
        }

        Assert.Equal(1, (await OnAThread(() => loader.Epoch(1).First())).Epoch);
    }

    private static Task<T> OnAThread<T>(Func<T> call) =>
        Task.Factory.StartNew(call, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public void Second_walk_ends_the_first()
    {
        using var loader = new BatchLoader(new MemoryDataset(100, 10), Training);
        using var first = loader.Epoch(0).GetEnumerator();
        Assert.True(first.MoveNext());
        using var second = loader.Epoch(1).GetEnumerator();
        Assert.True(second.MoveNext());
        Assert.Throws<InvalidOperationException>(() => first.MoveNext());
        Assert.True(second.MoveNext());
        Assert.Equal(1, second.Current.Number);
    }

    [Fact]
    public void Set_smaller_than_a_full_batch_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new BatchLoader(new MemoryDataset(8, 2), Training));
        Assert.Contains("8 pictures", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_that_has_seen_an_epoch_allocates_nothing_for_the_next()
    {
        var root = Path.Combine(Style.Repository.Root, "data", "mnist-small");
        var dataset = new MeteredDataset(DatasetReader.Open(root, DatasetSplit.Train));
        using var loader = new BatchLoader(dataset, Training with { BatchSize = 50, Workers = 1 });
        Assert.Equal(20, loader.Epoch(0).Count());
        Assert.Equal(20, loader.Epoch(1).Count());
        // Weights of the resize grow with the largest crop; 950 pictures take 730 kB at 16 x 16 alone.
        Assert.InRange(dataset.AllocatedAt[1999] - dataset.AllocatedAt[1050], 0, 16384);
    }

    private static List<string> Hashes(
        ImageDataset dataset, BatchLoaderOptions options, int epoch, int firstBatch = 0)
    {
        using var loader = new BatchLoader(dataset, options);
        return [.. loader.Epoch(epoch, firstBatch).Select(HashOf)];
    }

    private static string HashOf(Batch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(batch.Pixels));
        hash.AppendData(MemoryMarshal.AsBytes(batch.Targets));
        hash.AppendData(MemoryMarshal.AsBytes(batch.Labels));
        hash.AppendData(MemoryMarshal.AsBytes(batch.Indices));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
