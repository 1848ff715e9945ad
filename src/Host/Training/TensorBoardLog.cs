using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
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
        Write(step: 0, message => message.Text(3, Version));
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

    private void Scalars(params (string Tag, double Value)[] scalars)
    {
        var summary = new ProtoMessage();
        foreach (var (tag, value) in scalars)
        {
            var one = new ProtoMessage();
            one.Text(1, tag);
            one.Number(2, (float)value);
            summary.Message(1, one);
        }

        Write(_step, message => message.Message(5, summary));
    }

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
        var image = new ProtoMessage();
        image.Integer(1, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(Sizes + sizeof(uint))));
        image.Integer(2, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(Sizes)));
        image.Integer(3, Rgb);
        image.Bytes(4, png);
        var one = new ProtoMessage();
        one.Text(1, "train/batch");
        one.Message(4, image);
        var summary = new ProtoMessage();
        summary.Message(1, one);
        Write(_step, message => message.Message(5, summary));
    }

    private void Write(long step, Action<ProtoMessage> content)
    {
        var message = new ProtoMessage();
        message.Double(1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
        message.Integer(2, step);
        content(message);
        using var written = new MemoryStream();
        message.WriteTo(written);
        var bytes = written.ToArray();

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
}
