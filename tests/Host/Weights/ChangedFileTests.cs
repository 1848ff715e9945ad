using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>A weights file that changes while it is open is an exception, never a crash and never weights of two
/// models.</summary>
public sealed class ChangedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(60_000)]
    [InlineData(0)]
    public void Session_of_a_file_that_was_cut_is_refused(int length)
    {
        var path = StoredModel.Write(_folder["w.safetensors"], classes: 3);
        using var model = Model.Load("mobile_former_26m", path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.SetLength(length);
        using var device = DeviceSelector.Open("cpu", threads: 1);
        var refusal = Assert.Throws<ModelFormatException>(() => new Session(model, device, 1, 32, 32));
        Assert.StartsWith(path, refusal.Message);
        Assert.Contains("while it was open", refusal.Message);
    }

    // Of a zip file in the middle of its members, of a legacy file in the middle of its storages.
    [Theory]
    [InlineData("training-zip.pth.tar", 0)]
    [InlineData("training-zip.pth.tar", 50)]
    [InlineData("plain-zip.pth", 50)]
    [InlineData("plain-legacy.pth", 0)]
    [InlineData("plain-legacy.pth", 99)]
    [InlineData("strided-legacy.pth", 50)]
    public void Tensors_of_a_checkpoint_that_was_cut_are_refused(string name, int percent)
    {
        var path = _folder[name];
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "Weights", name), path);
        using var checkpoint = TorchCheckpoint.Open(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.SetLength(file.Length * percent / 100);
        foreach (var tensor in checkpoint.Tensors.Where(tensor => tensor.ElementCount > 0))
        {
            var refusal = Assert.Throws<ModelFormatException>(() => checkpoint.ReadFloat32(
                tensor.Name, new float[tensor.ElementCount]));
            Assert.StartsWith(path, refusal.Message);
            Assert.Throws<ModelFormatException>(() => checkpoint.CopyTo(tensor.Name, Stream.Null));
        }
    }

    [Fact]
    public void Tensor_of_a_file_that_was_written_to_is_refused()
    {
        var path = _folder["w.safetensors"];
        var writer = new SafetensorsWriter();
        writer.Add("a", new[] { 1f, 2f }, 2);
        writer.Save(path);
        using var file = SafetensorsFile.Open(path);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(2));
        Assert.Throws<ModelFormatException>(() => file.ReadFloat32("a", new float[2]));
    }

    [Fact]
    public void File_that_is_replaced_by_renaming_is_read_to_its_end()
    {
        var path = _folder["w.safetensors"];
        Save(path, 1);
        using var file = SafetensorsFile.Open(path);
        Save(path, 2);
        var values = new float[1];
        file.ReadFloat32("a", values);
        Assert.Equal(1, values[0]);

        static void Save(string path, float value)
        {
            var writer = new SafetensorsWriter();
            writer.Add("a", new[] { value }, 1);
            writer.Save(path);
        }
    }
}
