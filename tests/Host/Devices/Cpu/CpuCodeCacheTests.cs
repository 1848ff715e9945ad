using GpuFormer.Cli;
using GpuFormer.Devices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Cpu;

public sealed class CpuCodeCacheTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(16)]
    public void Stored_code_of_every_kernel_of_the_library_is_the_code_that_was_stored(int lanes) =>
        Parallel.ForEach(EmittedTexts.Specialisations().Values, specialisation =>
        {
            var code = CpuTarget.Translate(KernelCompiler.Compile(specialisation), lanes);
            using var bytes = new MemoryStream();
            Assert.True(code.Write(new BinaryWriter(bytes)), $"{specialisation} calls what has no number.");
            bytes.Position = 0;
            var read = CpuCode.Read(new BinaryReader(bytes));
            Assert.Equal(bytes.Length, bytes.Position);
            Assert.True(read.SameAs(code), $"{specialisation} is read as other code.");
        });

    [Fact]
    public void A_second_device_compiles_nothing_and_computes_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 3 });
        var expected = Logits(model, null, specialisation => KernelCompiler.Compile(specialisation));
        Assert.Equal(expected, Logits(model, Cache(folder), specialisation => KernelCompiler.Compile(specialisation)));
        Assert.NotEmpty(Entries(folder));
        Assert.Equal(expected, Logits(model, Cache(folder),
            specialisation => throw new InvalidOperationException($"{specialisation} is compiled again.")));
    }

    [Fact]
    public void Damaged_and_foreign_entries_are_compiled_again_and_replaced()
    {
        using var folder = new TemporaryFolder();
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 3 });
        var expected = Logits(model, Cache(folder), specialisation => KernelCompiler.Compile(specialisation));
        var entries = Entries(folder);
        var files = KernelBinaryCache.Open("cpu", folder.Path);
        // Half a file, a whole entry of another kernel, an entry whose checksum is right and whose code is cut.
        File.WriteAllBytes(entries[0], File.ReadAllBytes(entries[0])[..100]);
        File.Copy(entries[1], entries[2], overwrite: true);
        files.Write(Path.GetFileName(entries[3]), files.TryRead(Path.GetFileName(entries[3]))!.AsSpan()[..^200]);
        var compiled = 0;
        Assert.Equal(expected, Logits(model, Cache(folder), specialisation =>
        {
            Interlocked.Increment(ref compiled);
            return KernelCompiler.Compile(specialisation);
        }));
        Assert.Equal(3, compiled);
        Assert.Equal(expected, Logits(model, Cache(folder),
            specialisation => throw new InvalidOperationException($"{specialisation} is compiled again.")));
    }

    [Fact]
    public void Any_cut_of_stored_code_is_damaged()
    {
        var code = CpuTarget.Translate(KernelCompiler.Compile(EmittedTexts.Specialisations().Values.First()));
        using var bytes = new MemoryStream();
        Assert.True(code.Write(new BinaryWriter(bytes)));
        var whole = bytes.ToArray();
        for (var length = 0; length < whole.Length; length += 7)
        {
            Assert.Throws<InvalidDataException>(
                () => CpuCode.Read(new BinaryReader(new MemoryStream(whole[..length]))));
        }
    }

    [Fact]
    public void Code_with_a_changed_byte_is_damaged_or_other_code()
    {
        var code = CpuTarget.Translate(KernelCompiler.Compile(EmittedTexts.Specialisations().Values.First()));
        using var bytes = new MemoryStream();
        Assert.True(code.Write(new BinaryWriter(bytes)));
        var damaged = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x15;
            try
            {
                CpuCode.Read(new BinaryReader(new MemoryStream(changed)));
            }
            catch (InvalidDataException)
            {
                damaged++;
            }
        }

        Assert.InRange(damaged, 1, bytes.Length);
    }

    [Fact]
    public void Kernels_of_users_are_not_stored()
    {
        using var folder = new TemporaryFolder();
        using var device = Device(Cache(folder), specialisation => KernelCompiler.Compile(specialisation));
        device.Compile(new KernelSpecialisation(CpuDeviceKernels.Sum, new GroupShape(1)));
        Assert.Empty(Entries(folder));
    }

    private static CpuCodeCache Cache(TemporaryFolder folder) => new(KernelBinaryCache.Open("cpu", folder.Path));

    private static string[] Entries(TemporaryFolder folder)
    {
        var path = Path.Combine(folder.Path, "cpu");
        return Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)] : [];
    }

    private static CpuDevice Device(
        CpuCodeCache? cache, Func<KernelSpecialisation, KernelFunction> translate) =>
        new(workers: 1, lanes: 0, translate, GuardSide.None, cache);

    private static float[] Logits(
        Model model, CpuCodeCache? cache, Func<KernelSpecialisation, KernelFunction> translate)
    {
        using var device = Device(cache, translate);
        using var session = new Session(model, device, batchSize: 1, height: 32, width: 32);
        var logits = new float[session.OutputShape.Elements];
        session.Predict(SeededWeights.Input(session.InputShape.Elements), logits);
        return logits;
    }
}
