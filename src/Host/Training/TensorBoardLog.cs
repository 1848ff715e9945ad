using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using GpuFormer.Files;

namespace GpuFormer.Training;

/// <summary>
/// Writes how a run goes as an event file of TensorBoard: <c>train/loss</c> and <c>train/lr</c> by step,
/// the metrics, such as <c>eval/top1</c>, by epoch, at the step where the epoch ends; <c>train/batch</c>, the first batches
/// as images. A resumed run adds a file, which TensorBoard puts behind the others.
/// </summary>
/// <remarks>
/// A file is a row of records: length (u64), masked CRC-32C of it, bytes, masked CRC-32C of them; all little-endian.
/// The bytes are a message <c>Event</c> of protocol buffers: wall_time = 1 (double), step = 2 (int64), file_version = 3
/// (string), summary = 5 { value = 1 { tag = 1 (string), simple_value = 2 (float), image = 4 { height = 1, width = 2,
/// colorspace = 3 (3 for RGB), encoded_image_string = 4 (PNG) } } }.
/// </remarks>
public sealed class TensorBoardLog : ITrainingObserver, IDisposable
{
    private const string Version = "brain.Event:2";

    // Far above any batch; what is larger is no image of a run.
    private const int LargestImage = 1 << 28;

    private readonly RunFolder _folder;
    private readonly FileStream _file;
    private readonly int _interval;
    private long _step;

    /// <summary>Begins a file in a folder, which must be there.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="interval">Steps between two losses.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public TensorBoardLog(string folder, int interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        _interval = interval;
        _folder = new RunFolder(folder);
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString("D10", CultureInfo.InvariantCulture);
        var name = $"events.out.tfevents.{seconds}.{Environment.MachineName}.{Environment.ProcessId}";
        // Two starts in one second have two files.
        var path = Path.Combine(folder, name);
        for (var i = 1; File.Exists(path); i++)
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"));
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        Write(step: 0, message => Text(message, field: 3, Version));
    }

    public void Stepped(in TrainingStep step)
    {
        _step = ((long)step.Epoch * step.Batches) + step.Batch;
        if (step.Epoch == 0 && step.Batch < RunFolder.BatchImages && File.Exists(_folder.BatchImage(step.Batch)))
            Image(_folder.BatchImage(step.Batch));
        if (step.Batch % _interval != 0 && step.Batch != step.Batches - 1)
            return;
        Scalars(("train/loss", step.Loss), ("train/lr", step.LearningRate));
    }

    public void EpochEnded(TrainingEpoch epoch) => Scalars([
        .. epoch.Summary.TrainLosses.Select(part => ($"train/{part.Name}", part.Value)),
        .. epoch.Summary.Metrics.Where(_ => epoch.Summary.IsJudged)
            .Select(metric => ($"eval/{metric.Name}", metric.Value))]);

    public void Dispose() => _file.Dispose();

    private void Scalars(params (string Tag, double Value)[] scalars) => Write(_step, message =>
    {
        using var summary = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (var (tag, value) in scalars)
        {
            using var one = new MemoryStream();
            Text(one, field: 1, tag);
            BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
            one.WriteByte((2 << 3) | 5);
            one.Write(number);
            Bytes(summary, field: 1, one.ToArray());
        }

        Bytes(message, field: 5, summary.ToArray());
    });

    private void Image(string path)
    {
        // Width and height stand behind the signature and the first chunk's length and name.
        const int Sizes = 16;
        const int Header = 24;
        const int Rgb = 3;
        var png = RegularFile.ReadAllBytes(path, LargestImage,
            length => new IOException($"{path} has {length} bytes and is no image of a batch."));
        if (png.Length < Header)
            return;
        using var image = new MemoryStream();
        Number(image, field: 1, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(Sizes + sizeof(uint))));
        Number(image, field: 2, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(Sizes)));
        Number(image, field: 3, Rgb);
        Bytes(image, field: 4, png);
        using var one = new MemoryStream();
        Text(one, field: 1, "train/batch");
        Bytes(one, field: 4, image.ToArray());
        using var summary = new MemoryStream();
        Bytes(summary, field: 1, one.ToArray());
        var content = summary.ToArray();
        Write(_step, message => Bytes(message, field: 5, content));
    }

    private void Write(long step, Action<Stream> content)
    {
        using var message = new MemoryStream();
        Span<byte> time = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(time, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
        message.WriteByte((1 << 3) | 1);
        message.Write(time);
        message.WriteByte((2 << 3) | 0);
        Variable(message, (ulong)step);
        content(message);
        var bytes = message.ToArray();

        // One write, so that a reader finds whole records; what a kill cuts off, TensorBoard leaves out.
        var record = new byte[16 + bytes.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        bytes.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + bytes.Length), Masked(bytes));
        _file.Write(record);
        _file.Flush();
    }

    // CRCs of data that hold CRCs are weak, so they are turned and moved by a constant.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8u;
    }

    private static void Text(Stream stream, int field, string text) =>
        Bytes(stream, field, Encoding.UTF8.GetBytes(text));

    private static void Number(Stream stream, int field, ulong value)
    {
        stream.WriteByte((byte)(field << 3));
        Variable(stream, value);
    }

    private static void Bytes(Stream stream, int field, byte[] bytes)
    {
        stream.WriteByte((byte)((field << 3) | 2));
        Variable(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Variable(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
