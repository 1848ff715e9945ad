using System.Diagnostics.Metrics;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Cli;
using Xunit;

namespace GpuFormer.Tests.Host.Batching;

/// <summary>One classifier for many callers.</summary>
public sealed class SharedClassifierTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mobile_former_26m")]
    [InlineData("mobile_former_294m")]
    [InlineData("mobilevit_xxs")]
    [InlineData("mobilenet_v3_small")]
    public void Batches_have_the_logits_of_single_images(string name)
    {
        const int Side = 64;
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights(name, new ModelOptions { Classes = 10 });
        var inputs = new float[8 * 3 * Side * Side];
        var random = new Random(1);
        foreach (ref var value in inputs.AsSpan())
            value = random.NextSingle() - 0.5f;
        var expected = new float[8 * 10];
        using (var single = new Session(model, device, 1, Side, Side))
        {
            for (var i = 0; i < 8; i++)
                single.Predict(inputs.AsSpan(i * 3 * Side * Side, 3 * Side * Side), expected.AsSpan(i * 10, 10));
        }

        foreach (var size in new[] { 2, 4, 8 })
        {
            using var session = new Session(model, device, size, Side, Side);
            var logits = new float[size * 10];
            for (var i = 0; i < 8; i += size)
            {
                session.Predict(inputs.AsSpan(i * 3 * Side * Side, size * 3 * Side * Side), logits);
                AssertNear(expected.AsSpan(i * 10, size * 10), logits);
            }
        }
    }

    [Fact]
    public async Task Threads_that_share_a_classifier_get_the_answers_of_one_alone()
    {
        using var classifier = Load();
        var images = Enumerable.Range(0, 16).Select(Picture).ToArray();
        var expected = images.Select(image => classifier.Classify(image, topK: 10).ToArray()).ToArray();
        for (var i = 0; i < 16; i++)
            Assert.Single(expected, other => AreEqual(expected[i], other));
        var wrong = 0;
        var threads = Enumerable.Range(0, 10).Select(thread => new Thread(() =>
        {
            for (var call = 0; call < 60; call++)
            {
                var own = ((thread * 7) + (call * 3)) % images.Length;
                var predictions = call % 3 == 0
                    ? classifier.ClassifyAsync(images[own], topK: 10).GetAwaiter().GetResult()
                    : classifier.Classify(images[own], topK: 10);
                if (!AreEqual(expected[own], predictions))
                    Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            Assert.True(thread.Join(Patience));
        Assert.Equal(0, wrong);
        await classifier.Batches.Making.WaitAsync(Patience);
        Assert.True(classifier.Batches.Ready.Count > 1, "The threads never met.");
    }

    [Fact]
    public async Task A_batch_that_does_not_fit_is_no_error()
    {
        long single;
        using (var device = DeviceSelector.Open("cpu"))
        using (var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 }))
        using (var session = new Session(model, device, 1, 32, 32))
            single = session.DeviceBytes;
        var lines = new List<string>();
        using var classifier = Load(new ClassifierOptions
        {
            Device = "cpu",
            MemoryLimit = single + 4096,
            Report = line =>
            {
                lock (lines)
                    lines.Add(line);
            },
        });
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => classifier.ClassifyAsync(Picture(i)))).WaitAsync(Patience);
            await classifier.Batches.Making.WaitAsync(Patience);
        }

        Assert.Equal([1], classifier.Batches.Ready);
        Assert.Contains(lines, line => line.Contains("not possible here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_files_come_back_in_their_order_with_their_own_errors()
    {
        var paths = Enumerable.Range(0, 40).Select(i =>
        {
            var path = _folder[$"{i}.ppm"];
            if (i % 7 == 3)
                File.WriteAllText(path, "no picture");
            else
                File.WriteAllBytes(path, Ppm(Picture(i)));
            return path;
        }).Append(_folder["absent.png"]).ToArray();
        using var classifier = Load();
        var read = 0;
        var files = await classifier.ClassifyAsync(Counted(), topK: 3, workers: 3).ToListAsync();
        Assert.Equal(paths, files.Select(file => file.Path));
        for (var i = 0; i < paths.Length; i++)
        {
            if (i == 40)
                Assert.IsType<FileNotFoundException>(files[i].Error);
            else if (i % 7 == 3)
                Assert.IsType<ImageFormatException>(files[i].Error);
            else
                Assert.True(AreEqual(classifier.Classify(paths[i], topK: 3), files[i].Predictions));
        }

        // Who stops early has not read all names, and the classifier goes on.
        read = 0;
        await foreach (var file in classifier.ClassifyAsync(Counted().ToAsyncEnumerable(), workers: 1))
        {
            Assert.Equal(paths[0], file.Path);
            break;
        }

        Assert.InRange(read, 1, 12);
        Assert.Single(classifier.Classify(paths[0], topK: 1));

        IEnumerable<string> Counted()
        {
            foreach (var path in paths)
            {
                read++;
                yield return path;
            }
        }
    }

    [Fact]
    public async Task Cancelled_stream_ends_with_what_was_given()
    {
        var path = _folder["a.ppm"];
        File.WriteAllBytes(path, Ppm(Picture(1)));
        using var classifier = Load();
        using var source = new CancellationTokenSource();
        var given = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var file in classifier.ClassifyAsync(Enumerable.Repeat(path, 100_000), cancellation: source.Token))
            {
                if (++given == 5)
                    await source.CancelAsync();
            }
        });
        Assert.Equal(5, given);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => classifier.ClassifyAsync(path, cancellation: source.Token));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_or_refuses_them()
    {
        using var waiting = Load(new ClassifierOptions { Device = "cpu", QueueLimit = 1 });
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => waiting.ClassifyAsync(Picture(i)))).WaitAsync(Patience);

        using var refusing = Load(new ClassifierOptions
        {
            Device = "cpu",
            QueueLimit = 2,
            WhenQueueIsFull = QueueFullMode.Throw,
        });
        var calls = Enumerable.Range(0, 50).Select(i => refusing.ClassifyAsync(Picture(i))).ToArray();
        var refused = 0;
        foreach (var call in calls)
        {
            try
            {
                Assert.NotEmpty(await call.WaitAsync(Patience));
            }
            catch (PredictorBusyException busy)
            {
                Assert.Equal(2, busy.Limit);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 48);
        Assert.NotEmpty(refusing.Classify(Picture(1)));
    }

    [Fact]
    public async Task Prepared_images_get_the_logits_of_a_session()
    {
        using var classifier = Load();
        using var session = new Session(classifier.Model, classifier.Device, 1, 32, 32);
        var inputs = Enumerable.Range(0, 20).Select(i =>
        {
            var input = new float[classifier.InputShape.Elements];
            new EvaluationTransform(classifier.Model.Preprocessing).Apply(Picture(i), input);
            return input;
        }).ToArray();
        var outputs = inputs.Select(_ => new float[10]).ToArray();
        await Task.WhenAll(inputs.Zip(outputs, (input, output) => classifier.PredictAsync(input, output).AsTask()))
            .WaitAsync(Patience);
        for (var i = 0; i < inputs.Length; i++)
        {
            var expected = new float[10];
            session.Predict(inputs[i], expected);
            AssertNear(expected, outputs[i]);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => classifier.PredictAsync(new float[5], outputs[0]).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => classifier.PredictAsync(inputs[0], new float[9]).AsTask());
    }

    [Fact]
    public void A_listener_gets_counts_sizes_and_times()
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == PredictionMetrics.MeterName)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
            where T : IConvertible
        {
            // Other tests measure other models at the same time.
            var isOurs = instrument.IsObservable || (tags.Length > 0 && Equals(tags[0].Value, "mobile_former_52m"));
            lock (seen)
            {
                if (isOurs)
                    seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value.ToDouble(null);
            }
        }

        listener.SetMeasurementEventCallback<int>(Add);
        listener.SetMeasurementEventCallback<long>(Add);
        listener.SetMeasurementEventCallback<double>(Add);
        listener.Start();
        using var classifier = Load(model: "mobile_former_52m");
        classifier.Classify(Picture(1));
        classifier.Classify(Picture(2));
        Assert.Throws<FileNotFoundException>(() => classifier.Classify(_folder["absent.png"]));
        listener.RecordObservableInstruments();
        Assert.Equal(3, seen["gpuformer.requests"]);
        Assert.Equal(1, seen["gpuformer.failures"]);
        Assert.Equal(2, seen["gpuformer.batch.size"]);
        Assert.Equal(0, seen["gpuformer.queue.length"]);
        Assert.True(seen["gpuformer.request.duration"] >= seen["gpuformer.network.duration"]);
        Assert.True(seen["gpuformer.preparation.duration"] > 0);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new ClassifierOptions { QueueLimit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new ClassifierOptions { MaxBatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Load(new ClassifierOptions { MaxBatchSize = 257 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Load(new ClassifierOptions { BatchDelay = TimeSpan.FromSeconds(1) }));
    }

    private Classifier Load(ClassifierOptions? options = null, string model = "mobile_former_26m")
    {
        var path = _folder[$"{model}.safetensors"];
        if (!File.Exists(path))
            StoredModel.Write(path, model, classes: 10);
        return Classifier.Load(model, path, options ?? new ClassifierOptions { Device = "cpu" });
    }

    // Another colour and another grain each.
    private static Image Picture(int seed)
    {
        var picture = new Image(40 + seed, 50);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)((seed * 53 * (1 + (i % 3))) + (i / 3 % (2 + (seed % 5)) * 40));
        return picture;
    }

    // Batches of other sizes may differ in the last bits.
    private static bool AreEqual(IReadOnlyList<Prediction> expected, IReadOnlyList<Prediction> actual) =>
        expected.Select(p => p.ClassIndex).SequenceEqual(actual.Select(p => p.ClassIndex))
        && expected.Zip(actual).All(pair => Math.Abs(pair.First.Probability - pair.Second.Probability) < 1e-5);

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }

    private static byte[] Ppm(Image image) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"P6\n{image.Width} {image.Height}\n255\n"), .. image.Pixels];
}
