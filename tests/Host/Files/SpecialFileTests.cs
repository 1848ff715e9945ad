using System.Diagnostics;
using System.Net.Sockets;
using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Onnx;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Cli.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Files;

/// <summary>What is no regular file is refused by every reader at once: none waits, none reads without end.</summary>
public sealed class SpecialFileTests : IDisposable
{
    // By the name of the reader, what it throws for a path that it cannot use.
    private static readonly Dictionary<string, (Type Refusal, Action<string> Read)> Readers = new()
    {
        ["picture"] = (typeof(ImageFormatException), path => ImageDecoder.Load(path)),
        ["weights"] = (typeof(ModelFormatException), path => Model.Load("mobile_former_26m", path)),
        ["safetensors"] = (typeof(ModelFormatException), path => SafetensorsFile.Open(path)),
        ["checkpoint"] = (typeof(ModelFormatException), path => TorchCheckpoint.Open(path)),
        ["conversion"] = (typeof(ModelFormatException),
            path => CheckpointConverter.Convert(path, path + ".safetensors")),
        ["labels"] = (typeof(ModelFormatException), path => ClassLabels.Load(path)),
        ["ONNX"] = (typeof(ModelFormatException), path => OnnxCheck.Check(path)),
        ["IDX"] = (typeof(DatasetFormatException), path => _ = new IdxDataset(path, path)),
        ["class map"] = (typeof(DatasetFormatException), path => GpuFormer.Data.ClassMap.Read(path)),
        ["recipe"] = (typeof(GpuFormer.Cli.BadDataException),
            path => GpuFormer.Cli.Training.RecipeYaml.Apply(new GpuFormer.Training.TrainingRecipe(), path)),
    };

    private readonly TemporaryFolder _folder = new();
    private Socket? _socket;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            // On Windows none of the others lies in a folder.
            string[] kinds = OperatingSystem.IsWindows()
                ? ["folder", "empty file"]
                : ["pipe", "link to a pipe", "device", "link to a device", "socket", "folder", "empty file"];
            foreach (var reader in Readers.Keys)
            {
                foreach (var kind in kinds)
                    cases.Add(reader, kind);
            }

            return cases;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Reader_refuses_it_with_its_own_exception(string reader, string kind)
    {
        var (refusal, read) = Readers[reader];
        var path = Make(kind);
        // On a thread of its own, so that one that waits fails this test alone.
        var reading = Task.Run(() => Record.Exception(() => read(path)));
        Assert.Same(reading, await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(20))));
        var exception = await reading;
        Assert.IsType(refusal, exception);
        Assert.Contains(path, exception!.Message);
        Assert.Contains(kind == "folder" ? "folder" : "empty", exception.Message);
    }

    [UnixFact]
    public void Pipe_among_the_pictures_of_a_class_is_an_unreadable_picture()
    {
        _folder.Write("train/a/1.png", File.ReadAllBytes(Imaging.ImagingData.PathOf("recovered/n_palshort.png")));
        Run("mkfifo", _folder["train/a/2.png"]);
        var data = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        Assert.Contains("pipe", Assert.Single(data.FindUnreadable()).Reason);
    }

    [UnixFact]
    public void Pictures_that_are_devices_are_skipped_by_predict()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 3);
        File.CreateSymbolicLink(_folder["z.png"], "/dev/zero");
        Run("mkfifo", _folder["p.png"]);
        var picture = Imaging.ImagingData.PathOf("seeds/baseline.jpg");
        var run = CommandLineRun.Of("predict", _folder["z.png"], _folder["p.png"], picture, "--model",
            "mobile_former_26m", "--weights", weights, "--device", "cpu");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("z.png", run.Error);
        Assert.Contains("p.png", run.Error);
        Assert.Contains("baseline.jpg", run.Output);
    }

    [Fact]
    public void Absent_file_is_reported_as_such_and_not_as_empty()
    {
        foreach (var (name, (_, read)) in Readers)
        {
            if (name == "class map")
                continue; // says that the option names no file
            Assert.IsType<FileNotFoundException>(Record.Exception(() => read(_folder["absent"])));
            Assert.ThrowsAny<ArgumentException>(() => read(null!));
        }
    }

    private string Make(string kind)
    {
        var path = _folder[kind.Replace(' ', '-')];
        switch (kind)
        {
            case "pipe":
                Run("mkfifo", path);
                break;
            case "link to a pipe":
                File.CreateSymbolicLink(path, Make("pipe"));
                break;
            case "device":
                return "/dev/zero";
            case "link to a device":
                File.CreateSymbolicLink(_folder["first-link"], "/dev/zero");
                File.CreateSymbolicLink(path, _folder["first-link"]);
                break;
            case "socket":
                // Open until the test ends: closing it removes the file.
                _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "empty file":
                File.WriteAllBytes(path, []);
                break;
        }

        return path;
    }

    private static void Run(string program, string argument)
    {
        using var process = Process.Start(program, [argument]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
