using System.Collections.Concurrent;
using GpuFormer.Batching;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Host.Batching;

public sealed class BatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<int> _runs = new();
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private BatchSizes? _sizes;

    [Fact]
    public void A_caller_alone_runs_the_network_on_its_own_thread()
    {
        var threads = new List<int>();
        using var batcher = Make(8, size => new FakeNetwork(size)
        {
            Ran = _ => threads.Add(Environment.CurrentManagedThreadId),
        });
        Assert.Equal(70, Predict(batcher, 7));
        Assert.Equal(80, Predict(batcher, 8));
        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public async Task Requests_that_wait_run_together_once_their_batch_size_is_made()
    {
        using var batcher = Make(8, Held);
        // The first round has the network for eight made, the second uses it.
        for (var round = 0; round < 2; round++)
        {
            var (first, others) = await Queue(batcher, 8);
            _gate.Set();
            await Task.WhenAll([first, .. others.Select(other => other.Task)]).WaitAsync(Patience);
            for (var i = 0; i < others.Length; i++)
                Assert.Equal(10f * (i + 1), others[i].Output[0]);
            await _sizes!.Making.WaitAsync(Patience);
        }

        Assert.Contains(8, _sizes!.Ready);
        Assert.Contains(8, _runs);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(6, new[] { 1, 2, 4, 6 })]
    [InlineData(8, new[] { 1, 2, 4, 8 })]
    public async Task Batch_sizes_are_powers_of_two_and_the_largest(int largest, int[] expected)
    {
        using var sizes = new BatchSizes(largest, size => new FakeNetwork(size), report: null);
        for (var waiting = 1; waiting <= 10; waiting++)
        {
            Assert.True(sizes.For(waiting).Size <= waiting);
            await sizes.Making.WaitAsync(Patience);
            Assert.Equal(expected.Last(size => size <= waiting), sizes.For(waiting).Size);
        }

        Assert.Equal(expected, sizes.Ready);
    }

    [Fact]
    public async Task Fixed_batches_are_filled_up_and_give_everyone_their_own()
    {
        using var batcher = new Batcher<ImageRequest>("Test", "fake", "fake",
            new BatchSizes(4, Held, report: null, isFixed: true), TimeSpan.Zero);
        var outputs = Enumerable.Range(1, 7).Select(_ => new float[1]).ToArray();
        await Task.WhenAll(outputs.Select((output, i) => batcher.PredictAsync(
            new ImageRequest(new float[] { i + 1 }, output), mayRunHere: true, CancellationToken.None).AsTask())).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(1, 7).Select(number => 10f * number), outputs.Select(output => output[0]));
        Assert.Equal(90, Predict(batcher, 9));
        Assert.All(_runs, size => Assert.Equal(4, size));
    }

    [Fact]
    public async Task Size_that_does_not_fit_is_done_without_and_told_once()
    {
        var lines = new ConcurrentQueue<string>();
        using var sizes = new BatchSizes(8, size => size < 4 ? new FakeNetwork(size)
            : throw new DeviceMemoryException("fake", 100, 0, 10), lines.Enqueue);
        for (var round = 0; round < 3; round++)
        {
            sizes.For(8);
            await sizes.Making.WaitAsync(Patience);
        }

        // 8, then 4 were tried; then 2 was made.
        Assert.Equal(2, sizes.For(8).Size);
        Assert.Equal([1, 2], sizes.Ready);
        Assert.Equal(["Batches of 8", "Batches of 4"], lines.Select(line => line[..12]));
    }

    [Fact]
    public async Task Cancelled_request_leaves_the_queue_and_its_memory_alone()
    {
        using var batcher = Make(1, Held);
        var (first, others) = await Queue(batcher, 2);
        using var source = new CancellationTokenSource();
        var output = new float[1];
        var cancelled = batcher.PredictAsync(new ImageRequest(new float[] { 9 }, output), mayRunHere: false, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        Assert.Equal(2, batcher.Waiting);
        _gate.Set();
        await Task.WhenAll([first, .. others.Select(other => other.Task)]).WaitAsync(Patience);
        Assert.Equal(0, output[0]);
        Assert.Equal(3, _runs.Count);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => batcher.PredictAsync(new ImageRequest(new float[] { 9 }, output), mayRunHere: true, source.Token).AsTask());
    }

    [Fact]
    public async Task Disposing_waits_for_the_run_and_refuses_who_waits()
    {
        var batcher = Make(8, Held);
        var (first, others) = await Queue(batcher, 3);
        var disposing = Task.Run(batcher.Dispose);
        foreach (var other in others)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => other.Task.WaitAsync(Patience));
        Assert.False(disposing.IsCompleted);
        Assert.False(first.IsCompleted);
        _gate.Set();
        await disposing.WaitAsync(Patience);
        await first.WaitAsync(Patience);
        Assert.Throws<ObjectDisposedException>(() => Predict(batcher, 1));
        batcher.Dispose();
    }

    [Fact]
    public async Task Lost_device_is_told_to_all_who_wait_and_at_once_to_all_who_come()
    {
        using var batcher = Make(1, size => new FakeNetwork(size)
        {
            Gate = _gate,
            Ran = _runs.Enqueue,
            Failure = (2, FakeNetwork.Lost),
        });
        var (first, others) = await Queue(batcher, 4);
        Assert.False(batcher.IsLost);
        _gate.Set();
        await first.WaitAsync(Patience);
        await others[0].Task.WaitAsync(Patience);
        foreach (var other in others[1..])
            await Assert.ThrowsAsync<DeviceLostException>(() => other.Task.WaitAsync(Patience));
        Assert.True(batcher.IsLost);
        var runs = _runs.Count;
        Assert.Throws<DeviceLostException>(() => Predict(batcher, 1));
        Assert.Equal(runs, _runs.Count);
    }

    [Fact]
    public async Task A_run_that_fails_concerns_its_requests_alone()
    {
        using var batcher = Make(1, size => new FakeNetwork(size)
        {
            Gate = _gate,
            Ran = _runs.Enqueue,
            Failure = (2, new InvalidOperationException("Two is refused.")),
        });
        var (_, others) = await Queue(batcher, 3);
        _gate.Set();
        await others[0].Task.WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => others[1].Task.WaitAsync(Patience));
        await others[2].Task.WaitAsync(Patience);
        Assert.Throws<InvalidOperationException>(() => Predict(batcher, 2));
        Assert.Equal(30, Predict(batcher, 3));
    }

    [Fact]
    public void Many_threads_get_their_own_numbers()
    {
        using var batcher = Make(8, Held);
        var wrong = 0;
        var threads = Enumerable.Range(0, 12).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var number = (thread * 1000) + i;
                if (Predict(batcher, number) != 10f * number)
                    Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            Assert.True(thread.Join(Patience));
        Assert.Equal(0, wrong);
    }

    private FakeNetwork Held(int size) => new(size) { Gate = _gate, Ran = _runs.Enqueue };

    private Batcher<ImageRequest> Make(int largest, Func<int, INetworkRun> make)
    {
        _sizes = new BatchSizes(largest, make, report: null);
        return new("Test", "fake", "fake", _sizes, TimeSpan.FromMilliseconds(1));
    }

    private static float Predict(Batcher<ImageRequest> batcher, float number)
    {
        var output = new float[1];
        batcher.Predict(new ImageRequest(new[] { number }, output));
        return output[0];
    }

    // One request that runs and does not end until the gate is set, and others that wait behind it: 1, 2, 3, ...
    private async Task<(Task First, (Task Task, float[] Output)[] Others)> Queue(
        Batcher<ImageRequest> batcher, int count)
    {
        _gate.Reset();
        var before = _runs.Count;
        var first = Task.Run(() => Predict(batcher, 0));
        var end = DateTime.UtcNow + Patience;
        while (_runs.Count == before)
        {
            Assert.True(DateTime.UtcNow < end, "The first request does not run.");
            await Task.Delay(1);
        }

        var others = Enumerable.Range(1, count).Select(number =>
        {
            var output = new float[1];
            var task = batcher.PredictAsync(new ImageRequest(new float[] { number }, output), mayRunHere: true, CancellationToken.None);
            return (task.AsTask(), output);
        }).ToArray();
        Assert.Equal(count, batcher.Waiting);
        return (first, others);
    }
}
