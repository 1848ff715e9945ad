using System.Reflection;
using GpuFormer.Cli;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Language;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Kernels;

/// <summary>
/// <c>shaders/</c> is what the compiler writes. A difference leaves <c>*.received</c> beside the file;
/// <c>GPUFORMER_ACCEPT=1</c> overwrites it.
/// </summary>
public sealed class EmittedTextTests
{
    [OptimisedKernelsFact]
    public void Checked_in_texts_are_those_that_the_compiler_writes()
    {
        var accept = Environment.GetEnvironmentVariable("GPUFORMER_ACCEPT") == "1";
        var differing = new List<string>();
        foreach (var text in EmittedTexts.Written())
        {
            var path = Path.Combine(Repository.Root, "shaders", text.Path);
            if (File.Exists(path) && ReadText(path) == text.Text)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(accept ? path : path + ".received", text.Text);
            if (!accept)
                differing.Add(text.Path);
        }

        Assert.True(differing.Count == 0,
            $"{differing.Count} texts of shaders/ are not what the compiler writes: {string.Join(", ", differing)}. "
            + "Look at the *.received beside them; 'gpuformer emit' or GPUFORMER_ACCEPT=1 takes them over.");
    }

    [Fact]
    public void Checked_in_texts_all_have_a_kernel_and_say_which_command_makes_them()
    {
        var names = EmittedTexts.Specialisations().Keys.ToHashSet();
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "shaders"), "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".received", StringComparison.Ordinal)).ToList();
        Assert.InRange(files.Count, names.Count, 1000);
        foreach (var file in files)
        {
            if (Path.GetFileName(file) != EmittedTexts.Digests)
                Assert.Contains(Path.GetFileNameWithoutExtension(file), names);
            Assert.StartsWith("// Written by 'gpuformer emit'", File.ReadLines(file).First());
        }
    }

    [Fact]
    public void Texts_that_are_written_out_use_every_operator_statement_and_type_that_any_kernel_uses()
    {
        var features = EmittedTexts.Specialisations().AsParallel().Select(entry =>
            (entry.Key, Features: IrFeatures.Of(KernelCompiler.Compile(entry.Value)))).ToList();
        var shown = features.Where(kernel => EmittedTexts.ShownNames.Contains(kernel.Key)).ToList();
        Assert.Equal(EmittedTexts.ShownNames.Count, shown.Count);
        Assert.Empty(features.SelectMany(kernel => kernel.Features).Distinct()
            .Except(shown.SelectMany(kernel => kernel.Features)));
    }

    [Fact]
    public void Every_kernel_of_the_library_has_a_text()
    {
        var kernels = typeof(KernelAttribute).Assembly.GetTypes()
            .Where(type => type.Namespace == "GpuFormer.Kernels.Library")
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(KernelAttribute)))
            .Select(method => (method.DeclaringType!.Name, method.Name))
            .ToHashSet();
        Assert.NotEmpty(kernels);
        foreach (var specialisation in EmittedTexts.Specialisations().Values)
            kernels.Remove((specialisation.Method.DeclaringType!.Name, specialisation.Method.Name));
        Assert.Empty(kernels);
    }

    [OptimisedKernelsFact]
    public void Command_writes_what_is_missing_removes_what_is_stale_and_checks()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ir/Gone.Forward.ir", "// Written by 'gpuformer emit'; an older one\n");
        folder.Write("ir/notes.txt", "mine");
        Assert.Equal(1, CommandLineRun.Of("emit", "--output", folder.Path, "--check").ExitCode);
        Assert.Equal(2, Directory.GetFiles(folder["ir"]).Length);

        var written = CommandLineRun.Of("emit", "--output", folder.Path, "--json").Json;
        Assert.Equal(written.GetProperty("files").GetInt32(), written.GetProperty("changed").GetArrayLength());
        Assert.Equal("ir/Gone.Forward.ir", Assert.Single(written.GetProperty("removed").EnumerateArray()).GetString());
        Assert.True(File.Exists(folder["ir/notes.txt"]));

        var check = CommandLineRun.Of("emit", "--output", folder.Path, "--check");
        Assert.Equal(0, check.ExitCode);
        Assert.Contains("were up to date", check.Output);
    }

    private static string ReadText(string path) =>
        File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);

    // Without optimisation the C# compiler writes other IL, so other texts come of it.
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OptimisedKernelsFactAttribute : FactAttribute
    {
        public OptimisedKernelsFactAttribute()
        {
            if (!EmittedTexts.KernelsAreOptimised)
                Skip = "The kernels were built without optimisation; run with -c Release.";
        }
    }
}
