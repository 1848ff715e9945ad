using System.Buffers.Binary;
using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.TorchBytes;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>Mutated files are read, or refused with a ModelFormatException, within the memory allowed.</summary>
public sealed class WeightsFuzzTests
{
    private const int SafetensorsInputs = 40_000;
    private const int CheckpointInputs = 10_000;

    // Values of a pickle take up to about 100 bytes for each of its bytes.
    private const int PickleBytesPerByte = 100;
    private const int Slack = 64 * 1024;

    // Characters that mean something to JSON or to a pickle.
    private const string Meaningful = "0123456789{}[]\":,\\eq.RQtuhX\u008a";

    [Fact]
    public void Mutated_safetensors_are_read_or_refused()
    {
        byte[][] seeds = [Seed(tensors: 1), Seed(tensors: 5), Seed(tensors: 40), SafetensorsBytes.Of("{}")];
        var random = new Random(20_260_101);
        int refused = 0;
        for (int i = 0; i < SafetensorsInputs; i++)
        {
            byte[] bytes = Mutate(seeds[i % seeds.Length], random, keepPrefix: random.Next(4) != 0 ? 8 : 0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(bytes, "m");
                foreach (TensorEntry entry in file.Tensors)
                    file.ReadFloat32(entry.Name, new float[entry.ElementCount]);
            }
            catch (ModelFormatException)
            {
                refused++;
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes.Length + Slack);
            }
        }

        // Both outcomes must have been met, or the mutations try nothing.
        Assert.InRange(refused, SafetensorsInputs / 10, SafetensorsInputs - 100);
    }

    [Fact]
    public void Mutated_checkpoints_are_read_or_refused()
    {
        byte[][] seeds =
        [
            File.ReadAllBytes(PathOf("plain-zip.pth")), File.ReadAllBytes(PathOf("plain-legacy.pth")),
            File.ReadAllBytes(PathOf("strided-zip.pth")), File.ReadAllBytes(PathOf("strided-legacy.pth")),
            File.ReadAllBytes(PathOf("training-legacy.pth.tar")), File.ReadAllBytes(PathOf("types-legacy.pth")),
        ];
        var options = new CheckpointOptions { SizeLimit = 1 << 16 };
        var random = new Random(20_260_102);
        int refused = 0;
        for (int i = 0; i < CheckpointInputs; i++)
        {
            byte[] bytes = Mutate(seeds[i % seeds.Length], random, keepPrefix: 4);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using TorchCheckpoint checkpoint = TorchCheckpoint.Open(bytes, "m", options);
                foreach (TensorEntry entry in checkpoint.Tensors)
                    checkpoint.ReadFloat32(entry.Name, new float[entry.ElementCount]);
            }
            catch (ModelFormatException)
            {
                refused++;
                Assert.InRange(
                    GC.GetAllocatedBytesForCurrentThread() - before, 0, PickleBytesPerByte * bytes.Length + Slack);
            }
        }

        Assert.InRange(refused, CheckpointInputs / 10, CheckpointInputs - 100);
    }

    // One to four small damages: bits, bytes, integers at their limits, cuts, insertions, copies within the file.
    private static byte[] Mutate(byte[] seed, Random random, int keepPrefix)
    {
        List<byte> bytes = [.. seed];
        for (int damages = random.Next(1, 5); damages > 0 && bytes.Count > keepPrefix; damages--)
        {
            int at = random.Next(keepPrefix, bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = (byte)Meaningful[random.Next(Meaningful.Length)];
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 16), bytes.Count - at));
                    break;
                case 4:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 5:
                    int from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(1, 40), bytes.Count - from)));
                    break;
                case 6:
                    if (at + 8 <= bytes.Count)
                        OverwriteWithLimit(bytes, at, random);
                    break;
                default:
                    if (random.Next(4) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void OverwriteWithLimit(List<byte> bytes, int at, Random random)
    {
        long[] limits = [0, -1, long.MaxValue, long.MinValue, int.MaxValue, uint.MaxValue, 1L << 32, 1L << 40, 255];
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, limits[random.Next(limits.Length)]);
        int width = random.Next(2) == 0 ? 4 : 8;
        for (int i = 0; i < width; i++)
            bytes[at + i] = value[i];
    }

    private static byte[] Seed(int tensors)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "pt");
        for (int i = 0; i < tensors; i++)
            writer.Add($"features.{i}.conv.weight", new float[i % 7], i % 7, 1);
        writer.Add("half", DType.F16, [3], s => s.Write(new byte[6]));
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}
