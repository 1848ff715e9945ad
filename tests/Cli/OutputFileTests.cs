using System.Diagnostics;
using GpuFormer.Cli;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Cli.Training;
using GpuFormer.Tests.Host;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>What is no regular file is never written to and never replaced, whichever option names it.</summary>
public sealed class OutputFileTests : IDisposable
{
    // By the option, a command line for the file {0}, which ends as the option asks.
    private static readonly Dictionary<string, (string Ending, string Arguments)> Commands = new()
    {
        ["run --output"] = (".safetensors", "run -m mobile_former_26m -w {w} -i {x} -o {0} --device cpu"),
        ["run --backward"] = (".safetensors", "run -m mobile_former_26m -w {w} -i {x} -o {0} --device cpu --backward"),
        ["convert"] = (".safetensors", "convert {w} {0}"),
        ["average"] = (".safetensors", "average {0} {w} {v}"),
        ["export"] = (".onnx", "export {0} -m mobile_former_26m -w {w}"),
        ["val --results-file"] = (".csv", "val {d} -m mobile_former_26m -w {w} --device cpu --results-file {0}"),
        ["val --confusion"] = (".csv", "val {d} -m mobile_former_26m -w {w} --device cpu --confusion {0}"),
        ["benchmark --results-file"] = (".csv",
            "benchmark mobile_former_26m --img-size 32 --iterations 1 --device cpu --results-file {0}"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var command in Commands.Keys)
            {
                foreach (var kind in new[] { "pipe", "link to a device", "folder" })
                    cases.Add(command, kind);
            }

            return cases;
        }
    }

    public void Dispose() => _folder.Dispose();

    [UnixTheory]
    [MemberData(nameof(Cases))]
    public async Task Output_is_refused_before_any_work_and_stays_what_it_was(string command, string kind)
    {
        var (ending, line) = Commands[command];
        var target = Make(kind, ending);
        var before = Directory.EnumerateFileSystemEntries(_folder.Path).Count();
        // Neither weights nor data are there: nothing else was looked at before.
        string[] arguments = [.. line.Split(' ').Select(part => part == "{0}" ? target
            : part.StartsWith('{') ? _folder[$"absent-{part[1]}.safetensors"] : part)];
        var running = Task.Run(() => CommandLineRun.Of(arguments));
        Assert.Same(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(60))));
        var run = await running;
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"'{target}' is {(kind == "folder" ? "a folder" : "no regular file")}", run.Error);
        Assert.Contains("name a file to write", run.Error);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
        Assert.Equal(kind == "folder", Directory.Exists(target));
        Assert.Equal(kind == "link to a device" ? "/dev/null" : null, new FileInfo(target).LinkTarget);
    }

    [UnixTheory]
    [InlineData("pipe")]
    [InlineData("link to a device")]
    [InlineData("folder")]
    public void Library_refuses_it_as_well(string kind)
    {
        var target = Make(kind, ".safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("a", new float[] { 1 }, 1);
        Assert.Contains("cannot be written: it is",
            Assert.ThrowsAny<IOException>(() => writer.Save(target)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => PngWriter.Save(new Image(1, 1), target));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [UnixFact]
    public void Standard_output_of_a_process_is_no_file_to_replace()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 3);
        var (code, _, error) = CliProcess.Script(
            "ln -s /proc/self/fd/1 \"$2\"; gpuformer convert \"$1\" \"$2\" > \"$3\"",
            weights, _folder["out.safetensors"], _folder["log"]).End();
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("no regular file", error);
    }

    [UnixFact]
    public void An_empty_file_and_a_link_that_leads_nowhere_are_written_to()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 3);
        foreach (var name in new[] { "empty.safetensors", "link.safetensors" })
        {
            if (name[0] == 'e')
                File.WriteAllBytes(_folder[name], []);
            else
                File.CreateSymbolicLink(_folder[name], _folder["absent"]);
            var run = CommandLineRun.Of("convert", weights, _folder[name]);
            Assert.True(run.ExitCode == ExitCode.Success, run.Error);
            Assert.True(new FileInfo(_folder[name]).Length > 1000);
        }
    }

    private string Make(string kind, string ending)
    {
        var path = _folder[kind.Replace(' ', '-') + ending];
        switch (kind)
        {
            case "pipe":
                using (var process = Process.Start("mkfifo", [path]))
                {
                    process.WaitForExit();
                    Assert.Equal(0, process.ExitCode);
                }

                break;
            case "link to a device":
                File.CreateSymbolicLink(path, "/dev/null");
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }

        return path;
    }
}
