using System.Collections.Concurrent;
using System.Diagnostics;
using GpuFormer.Devices.Cpu;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>
/// Disposing under a running call and calls from two threads end in an exception or a wait, never in a process that
/// dies.
/// </summary>
[Collection(nameof(MeasuredMemory))]
public sealed class ConcurrentUseTests
{
    private const int Side = 64;

    [Fact]
    public void A_session_that_is_disposed_of_while_it_predicts_waits_and_then_refuses()
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 });
        for (var round = 0; round < 8; round++)
        {
            var session = new Session(model, device, 1, Side, Side);
            AssertRefusedAfter(session, Predicting(session));
        }
    }

    [Fact]
    public void An_extractor_that_is_disposed_of_while_it_extracts_waits_and_then_refuses()
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 });
        var extractor = new FeatureExtractor(model, device, 1, Side, Side);
        var input = SeededWeights.Input(extractor.InputShape.Elements);
        AssertRefusedAfter(extractor, () => extractor.Extract(input));
    }

    [Fact]
    public void A_classifier_that_is_disposed_of_while_it_classifies_waits_and_then_refuses()
    {
        using var folder = new Cli.TemporaryFolder();
        for (var round = 0; round < 4; round++)
        {
            var classifier = Classifier(folder);
            var picture = Picture(1);
            AssertRefusedAfter(classifier, () => classifier.Classify(picture));
        }
    }

    [Fact]
    public void A_training_session_that_is_disposed_of_in_a_step_waits_and_then_refuses()
    {
        using var device = DeviceSelector.Open("cpu");
        var model = ModelCatalogue.Create("mobile_former_26m", 3);
        var session = new TrainingSession(
            device, model, new TrainingOptions(2, 32, 32, new OptimizerOptions(OptimizerKind.Sgd, 0)));
        session.Initialise(1);
        var images = SeededWeights.Input(2 * 3 * 32 * 32);
        float[] targets = [1, 0, 0, 0, 1, 0];
        AssertRefusedAfter(session, () => session.Step(images, targets, 1e-3));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:opencl")]
    public void A_device_that_is_disposed_of_while_a_session_predicts_waits_and_then_refuses(string kind)
    {
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 });
        var device = TestDevices.OpenAnother(kind);
        using var session = new Session(model, device, 1, 32, 32);
        AssertRefusedAfter(device, Predicting(session));
        Assert.Throws<ObjectDisposedException>(() => session.Trace());
    }

    [Fact]
    public void Buffers_and_recordings_of_the_cpu_live_until_the_call_that_uses_them_is_over()
    {
        using var device = new CpuDevice(1);
        var held = device.AllocatedBytes;
        var buffer = (CpuBuffer)device.CreateBuffer(1 << 16);
        buffer.BeginUse();
        buffer.Dispose();
        Assert.Equal(held + (1 << 16), device.AllocatedBytes);
        Assert.Throws<ObjectDisposedException>(() => buffer.Write(new byte[4]));
        Assert.Throws<ObjectDisposedException>(() => buffer.Read(new byte[4]));
        Assert.Throws<ObjectDisposedException>(() => buffer.HostAddress);
        Assert.Equal(held + (1 << 16), device.AllocatedBytes);
        buffer.EndUse();
        Assert.Equal(held, device.AllocatedBytes);
        buffer.Dispose();
        Assert.Equal(held, device.AllocatedBytes);
    }

    [Fact]
    public void Two_threads_in_one_session_are_told_and_neither_gets_the_others_result()
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 });
        using var session = new Session(model, device, 1, Side, Side);
        float[][] inputs =
        [
            SeededWeights.Input(session.InputShape.Elements),
            [.. SeededWeights.Input(session.InputShape.Elements).Select(value => 0.5f - value)],
        ];
        var expected = inputs.Select(input =>
        {
            var logits = new float[10];
            session.Predict(input, logits);
            return logits;
        }).ToArray();
        AssertTold(own =>
        {
            var logits = new float[10];
            session.Predict(inputs[own], logits);
            return logits;
        }, expected);
    }

    [Fact]
    public void The_guard_allocates_nothing()
    {
        var use = new ExclusiveUse("test");
        Enter(use, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Enter(use, 1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Enter(ExclusiveUse use, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var call = use.Enter();
        }
    }

    [Fact]
    public void Weights_that_are_read_on_several_threads_are_warned_of_once_each_and_one_by_one()
    {
        var (warnings, atOnce, most) = (new ConcurrentBag<string>(), 0, 0);
        using var folder = new Cli.TemporaryFolder();
        var path = StoredModel.Write(folder["w.safetensors"], classes: 10, change: tensors =>
        {
            foreach (var (_, values) in tensors.Values)
                values[0] = float.NaN;
        });
        using var model = Model.Load("mobile_former_26m", path, new ModelOptions { Warn = Note });
        Parallel.ForEach(model.Network.Parameters.Where(p => p.Kind != ParameterKind.Counter).SelectMany(p => new[] { p, p }),
            new ParallelOptions { MaxDegreeOfParallelism = 4 }, p => model.ReadWeight(p.Name, p.Shape));
        Assert.Equal(model.Network.Parameters.Count(p => p.Kind != ParameterKind.Counter), warnings.Count);
        Assert.Equal(1, most);

        void Note(string warning)
        {
            var now = Interlocked.Increment(ref atOnce);
            if (now > most)
                most = now;
            Thread.Yield();
            warnings.Add(warning);
            Interlocked.Decrement(ref atOnce);
        }
    }

    // Two threads call at the same time; each gets its own result or is told.
    private static void AssertTold<T>(Func<int, T[]> call, T[][] expected)
    {
        var refusals = 0;
        Exception? fault = null;
        var threads = expected.Select((_, own) => new Thread(() =>
        {
            for (var run = 0; run < 200; run++)
            {
                try
                {
                    Assert.Equal(expected[own], call(own));
                }
                catch (InvalidOperationException exception)
                    when (exception.Message.Contains("one thread", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref refusals);
                }
                catch (Exception exception)
                {
                    fault = exception;
                }
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Null(fault);
        Assert.True(refusals > 0, "The threads never met.");
    }

    private static Classifier Classifier(Cli.TemporaryFolder folder)
    {
        var path = folder["w.safetensors"];
        if (!File.Exists(path))
            StoredModel.Write(path, classes: 10);
        return GpuFormer.Classifier.Load("mobile_former_26m", path, new ClassifierOptions { Device = "cpu" });
    }

    private static Image Picture(int factor)
    {
        var picture = new Image(Side, Side);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)(i * factor);
        return picture;
    }

    private static Action Predicting(Session session)
    {
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        return () => session.Predict(input, logits);
    }

    // One thread calls again and again until it is refused; this one disposes in the middle of it.
    private static void AssertRefusedAfter(IDisposable disposed, Action call)
    {
        Exception? end = null;
        var calls = 0;
        var caller = new Thread(() =>
        {
            try
            {
                while (true)
                {
                    call();
                    Interlocked.Increment(ref calls);
                }
            }
            catch (Exception exception)
            {
                end = exception;
            }
        });
        caller.Start();
        var patience = Stopwatch.StartNew();
        while (Volatile.Read(ref calls) < 2 && patience.Elapsed < TimeSpan.FromMinutes(1))
            Thread.Sleep(1);
        disposed.Dispose();
        Assert.True(caller.Join(TimeSpan.FromMinutes(1)), "The caller hangs.");
        Assert.IsType<ObjectDisposedException>(end);
    }
}
