using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.TorchBytes;

namespace GpuFormer.Tests.Host.Weights;

public sealed class CheckpointConverterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpuformer-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "out.safetensors");

    [Theory]
    [InlineData("plain-zip.pth", false)]
    [InlineData("training-legacy.pth.tar", false)]
    [InlineData("training-zip.pth.tar", true)]
    [InlineData("types-zip.pth", false)]
    [InlineData("types-legacy.pth", false)]
    [InlineData("strided-zip.pth", false)]
    public void Converted_file_has_the_same_tensors_types_and_values(string file, bool ema)
    {
        var options = new CheckpointOptions { Ema = ema };
        ConversionSummary summary = CheckpointConverter.Convert(PathOf(file), Target, options);

        using TorchCheckpoint checkpoint = TorchCheckpoint.Open(PathOf(file), options);
        using SafetensorsFile converted = SafetensorsFile.Open(Target);
        Assert.Equal(checkpoint.Tensors.Length, converted.Tensors.Length);
        Assert.Equal(checkpoint.Tensors.Length, summary.TensorCount);
        Assert.Equal(checkpoint.Tensors.Sum(t => t.ByteCount), summary.ByteCount);
        Assert.Equal(checkpoint.Dropped, summary.Dropped);
        foreach (TensorEntry entry in checkpoint.Tensors)
        {
            Assert.True(converted.TryGet(entry.Name, out TensorEntry found));
            Assert.Equal(entry.DType, found.DType);
            Assert.Equal(entry.Shape.ToArray(), found.Shape.ToArray());
            using var bytes = new MemoryStream();
            checkpoint.CopyTo(entry.Name, bytes);
            Assert.Equal(bytes.ToArray(), converted.GetBytes(entry.Name).ToArray());
            var values = new float[entry.ElementCount];
            var expected = new float[entry.ElementCount];
            checkpoint.ReadFloat32(entry.Name, expected);
            converted.ReadFloat32(entry.Name, values);
            Assert.Equal(expected, values);
        }
    }

    [Fact]
    public void Safetensors_file_keeps_metadata_and_loses_the_prefix()
    {
        string source = Path.Combine(_folder, "in.safetensors");
        var writer = new SafetensorsWriter();
        writer.AddMetadata("licence", "MIT");
        writer.Add("module.w", new float[] { 1, 2 }, 2);
        writer.Save(source);

        CheckpointConverter.Convert(source, Target);

        using SafetensorsFile converted = SafetensorsFile.Open(Target);
        Assert.Equal("MIT", converted.Metadata["licence"]);
        var values = new float[2];
        converted.ReadFloat32("w", values);
        Assert.Equal([1, 2], values);
    }

    [Fact]
    public void Refused_checkpoint_leaves_no_file()
    {
        Assert.Throws<ModelFormatException>(() => CheckpointConverter.Convert(PathOf("module-zip.pth"), Target));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
