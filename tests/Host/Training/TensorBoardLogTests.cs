using System.Buffers.Binary;
using System.Text;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Event files are read back by TensorBoard's rules, with a CRC of this test's own.</summary>
public sealed class TensorBoardLogTests
{
    [Fact]
    public void Losses_rates_and_accuracies_are_read_back_with_their_steps()
    {
        using var folder = new TemporaryFolder();
        using (var log = new TensorBoardLog(folder.Path, interval: 2))
        {
            ITrainingObserver observer = log;
            for (var batch = 0; batch < 4; batch++)
                observer.Stepped(Step(epoch: 1, batch, loss: 2 - (0.25 * batch)));
            var summary = new EpochSummary(1, 1.5, new(("loss", 1.25), ("top1", 50), ("top5", 87.5)), 1e-3);
            observer.EpochEnded(new TrainingEpoch(summary, summary, ClassificationMetrics.Set, TimeSpan.Zero, TimeSpan.Zero));
            // What an observer need not write does nothing.
            observer.Warned("a");
            observer.Validating(1);
        }

        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        var events = Events(File.ReadAllBytes(file)).ToList();
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.All(events, e => Assert.InRange(e.Time, 1.6e9, 1e11));
        var scalars = events.SelectMany(e => e.Scalars.Select(s => (e.Step, s.Tag, s.Value))).ToList();
        Assert.Equal([(4L, 2f), (6L, 1.5f), (7L, 1.25f)],
            scalars.Where(s => s.Tag == "train/loss").Select(s => (s.Step, s.Value)));
        Assert.Equal([(7L, 50f)], scalars.Where(s => s.Tag == "eval/top1").Select(s => (s.Step, s.Value)));
        Assert.Equal([(7L, 87.5f)], scalars.Where(s => s.Tag == "eval/top5").Select(s => (s.Step, s.Value)));
        Assert.Equal(3, scalars.Count(s => s.Tag == "train/lr"));
    }

    [Fact]
    public void The_first_batches_are_images()
    {
        using var folder = new TemporaryFolder();
        PngWriter.Save(new Image(height: 3, width: 200), folder["train_batch0.png"]);
        using (var log = new TensorBoardLog(folder.Path, interval: 9))
        {
            log.Stepped(Step(epoch: 0, 0, loss: 2));
            log.Stepped(Step(epoch: 0, 1, loss: 2));
        }

        var file = Assert.Single(Directory.GetFiles(folder.Path, "events*"));
        var value = Assert.Single(Events(File.ReadAllBytes(file)).SelectMany(e => e.Images));
        Assert.Equal("train/batch", Encoding.UTF8.GetString(value[1].Content));
        var image = Fields(value[4].Content).ToDictionary(field => field.Field);
        Assert.Equal((3UL, 200UL, 3UL), (image[1].Number, image[2].Number, image[3].Number));
        Assert.Equal(File.ReadAllBytes(folder["train_batch0.png"]), image[4].Content);
    }

    [Fact]
    public void Two_starts_in_one_second_have_two_files()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 3; i++)
            new TensorBoardLog(folder.Path, interval: 1).Dispose();
        Assert.Equal(3, Directory.GetFiles(folder.Path, "events.out.tfevents.*").Length);
    }

    // RFC 3720, B.4.
    [Fact]
    public void The_checksum_of_this_test_is_CRC_32C()
    {
        Assert.Equal(0x8a9136aau, Crc(new byte[32]));
        Assert.Equal(0xe3069283u, Crc("123456789"u8));
    }

    private static TrainingStep Step(int epoch, int batch, double loss) =>
        new(epoch, batch, 4, 8, loss, loss, 1e-3, TimeSpan.FromSeconds(1), TimeSpan.Zero);

    private sealed record Event(double Time, long Step, string? Version, List<(string Tag, float Value)> Scalars,
        List<Dictionary<int, (int Field, ulong Number, byte[] Content)>> Images);

    private static IEnumerable<Event> Events(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var content = bytes.AsSpan(at + 12, length).ToArray();
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            yield return Parse(content);
            at += 16 + length;
        }
    }

    private static Event Parse(byte[] message)
    {
        var (time, step, version, scalars) = (0.0, 0L, (string?)null, new List<(string, float)>());
        var images = new List<Dictionary<int, (int Field, ulong Number, byte[] Content)>>();
        foreach (var (field, number, content) in Fields(message))
        {
            switch (field)
            {
                case 1:
                    time = BitConverter.Int64BitsToDouble((long)number);
                    break;
                case 2:
                    step = (long)number;
                    break;
                case 3:
                    version = Encoding.UTF8.GetString(content);
                    break;
                case 5:
                    var values = Fields(content).Select(value => Fields(value.Content).ToDictionary(f => f.Field)).ToList();
                    images.AddRange(values.Where(value => value.ContainsKey(4)));
                    scalars.AddRange(values.Where(value => value.ContainsKey(2)).Select(Scalar));
                    break;
                default:
                    Assert.Fail($"field {field}");
                    break;
            }
        }

        return new Event(time, step, version, scalars, images);
    }

    private static (string Tag, float Value) Scalar(Dictionary<int, (int Field, ulong Number, byte[] Content)> fields) =>
        (Encoding.UTF8.GetString(fields[1].Content), BitConverter.UInt32BitsToSingle((uint)fields[2].Number));

    private static List<(int Field, ulong Number, byte[] Content)> Fields(byte[] message)
    {
        var fields = new List<(int, ulong, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var key = Variable(message, ref at);
            var (number, content) = (0UL, Array.Empty<byte>());
            switch (key & 7)
            {
                case 0:
                    number = Variable(message, ref at);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Variable(message, ref at);
                    content = message[at..(at + length)];
                    at += length;
                    break;
                default:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at));
                    at += 4;
                    break;
            }

            fields.Add(((int)(key >> 3), number, content));
        }

        return fields;
    }

    private static ulong Variable(byte[] message, ref int at)
    {
        var (value, shift) = (0UL, 0);
        for (; ; shift += 7)
        {
            value |= (ulong)(message[at] & 0x7F) << shift;
            if (message[at++] < 0x80)
                return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    }

    // Bit by bit, the polynomial of Castagnoli, reflected.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
        }

        return ~crc;
    }
}
