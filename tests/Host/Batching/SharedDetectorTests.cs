using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Cli;
using Xunit;

namespace GpuFormer.Tests.Host.Batching;

/// <summary>One detector or segmenter for many callers.</summary>
public sealed class SharedDetectorTests : IDisposable
{
    private const int Sizes = 5;

    // Far more than are answered between the first answer and the next statement.
    private const int Calls = 600;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Threads_that_share_a_detector_get_the_objects_of_one_alone_to_the_last_bit()
    {
        using var detector = Load();
        Image[] images = [.. Enumerable.Range(0, 12).Select(Picture)];
        var expected = images.Select(image => detector.Detect(image)).ToArray();
        // Each image has objects of its own.
        Assert.Equal(images.Length, expected.Select(objects => string.Join(';', objects)).Distinct().Count());
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 12; call++)
            {
                var own = ((caller * 7) + (call * 3)) % images.Length;
                var found = call % 3 == 0 ? await detector.DetectAsync(images[own]) : detector.Detect(images[own]);
                if (!expected[own].SequenceEqual(found))
                    Interlocked.Increment(ref wrong);
            }
        }))).WaitAsync(Patience);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task Threads_that_share_a_segmenter_get_the_masks_of_one_alone()
    {
        using var segmenter = Segmenter.Open(
            Model.WithSeededWeights("deeplabv3_mobilevit_xxs", new ModelOptions { Classes = 7 }),
            new SegmenterOptions { Device = "cpu", ImageSize = 64 });
        Image[] images = [.. Enumerable.Range(0, 6).Select(Picture)];
        var expected = images.Select(image => segmenter.Segment(image).Mask.Labels).ToArray();
        var masks = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => segmenter.SegmentAsync(images[i % images.Length])))
            .WaitAsync(Patience);
        for (var i = 0; i < masks.Length; i++)
            Assert.Equal(expected[i % images.Length], masks[i].Mask.Labels);
    }

    [Fact]
    public async Task Disposing_and_cancelling_end_calls_that_wait_and_no_call_is_lost()
    {
        var detector = Load();
        using var source = new CancellationTokenSource();
        var image = Picture(1);
        var calls = Enumerable.Range(0, Calls)
            .Select(i => detector.DetectAsync(image, i % 2 == 0 ? source.Token : default)).ToArray();
        await Task.WhenAny(calls).WaitAsync(Patience);
        await source.CancelAsync();
        detector.Dispose();
        var (answered, cancelled, refused) = (0, 0, 0);
        foreach (var call in calls)
        {
            try
            {
                await call.WaitAsync(Patience);
                answered++;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
            catch (ObjectDisposedException)
            {
                refused++;
            }
        }

        Assert.InRange(answered, 1, Calls - 1);
        Assert.InRange(cancelled, 1, Calls / 2);
        Assert.Equal(Calls, answered + cancelled + refused);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => detector.DetectAsync(image));
        detector.Dispose();
        using var other = Load();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.DetectAsync(image, source.Token));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_of_a_detector_wait_or_refuses_them()
    {
        using (var waiting = Load(new DetectorOptions { Device = "cpu", QueueLimit = 1 }))
            await Task.WhenAll(Enumerable.Range(0, 12).Select(i => waiting.DetectAsync(Picture(i)))).WaitAsync(Patience);

        using var refusing = Load(new DetectorOptions
        {
            Device = "cpu",
            QueueLimit = 2,
            WhenQueueIsFull = QueueFullMode.Throw,
        });
        var calls = Enumerable.Range(0, 30).Select(i => refusing.DetectAsync(Picture(i))).ToArray();
        var refused = 0;
        foreach (var call in calls)
        {
            try
            {
                await call.WaitAsync(Patience);
            }
            catch (PredictorBusyException busy)
            {
                Assert.Contains("Detector has 2 calls", busy.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 28);
        // Streams wait whatever the options say.
        using var file = new MemoryStream();
        PngWriter.Write(Picture(1), file);
        var path = _folder.Write("image.png", file.ToArray());
        var files = await refusing.DetectAsync(Enumerable.Repeat(path, 20).ToAsyncEnumerable(), workers: 4).ToListAsync();
        Assert.All(files, one => Assert.Null(one.Error));
        Assert.Throws<ArgumentOutOfRangeException>(() => Detector.Load("nowhere", new DetectorOptions { QueueLimit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segmenter.Load("nowhere", new SegmenterOptions { QueueLimit = 0 }));
    }

    [Fact]
    public void An_image_that_the_device_has_no_memory_for_concerns_nobody_else()
    {
        Model Make() => Model.WithSeededWeights("deeplabv3_mobilevit_xxs", new ModelOptions { Classes = 3 });
        long small;
        using (var device = DeviceSelector.Open("cpu"))
        using (var model = Make())
        using (var session = new Session(model, device, 1, 64, 64))
            small = session.DeviceBytes;
        using var segmenter = Segmenter.Open(Make(), new SegmenterOptions { Device = "cpu", MemoryLimit = 2 * small });
        Assert.Throws<DeviceMemoryException>(() => segmenter.Segment(new Image(1024, 1024)));
        Assert.Equal(64, segmenter.Segment(new Image(64, 64)).Mask.Height);
        Assert.False(segmenter.IsLost);
    }

    // What a small RetinaNet finds where nothing was learned depends on every pixel.
    private static Detector Load(DetectorOptions? options = null) => Detector.Open(
        Model.WithSeededWeights("retinanet_mobile_former_26m", new ModelOptions
        {
            Classes = 4,
            NetworkOptions = ["fpn_channels=16"],
        }),
        (options ?? new DetectorOptions { Device = "cpu" }) with { ImageSize = 64, ScoreThreshold = 0, MaxDetections = 5 });

    private static Image Picture(int seed)
    {
        var image = new Image(40 + (seed % Sizes), 50);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((seed * 53 * (1 + (i % 3))) + (i / 3 % (2 + (seed % 5)) * 40));
        return image;
    }
}
