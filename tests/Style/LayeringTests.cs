using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpuFormer.Cli;
using GpuFormer.Graph;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Serving;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>The rooms of ARCHITECTURE.md do not look into each other.</summary>
public sealed partial class LayeringTests
{
    // The words of the right column of ARCHITECTURE.md, and what no line of such a room may name.
    private static readonly Dictionary<string, string> Words = new()
    {
        ["kernels"] = "GpuFormer.Kernels",
        ["the library"] = "GpuFormer.Kernels.Library",
        ["the compiler"] = "GpuFormer.Kernels.Compiler",
        ["launches"] = "GpuFormer.Kernels.Launch",
        ["graphs"] = "GpuFormer.Graph",
        ["lowering"] = "GpuFormer.Graph.Lowering",
        ["execution"] = "GpuFormer.Graph.Execution",
        ["devices"] = "GpuFormer.Devices",
        ["models"] = "GpuFormer.Models",
        ["weights"] = "GpuFormer.Weights",
        ["images"] = "GpuFormer.Imaging",
        ["data"] = "GpuFormer.Data",
        ["formats"] = "GpuFormer.Data.Formats",
        ["files"] = "GpuFormer.Files",
        ["training"] = "GpuFormer.Training",
        ["serving"] = "GpuFormer.Serving",
        ["consoles"] = "System.Console",
    };

    // Namespaces that use each other all the same; an entry that is no longer true fails.
    private static readonly string[] KnownCircles =
    [
        // An op names the ops of its gradient, whose sizes and epilogues are the op's.
        "GpuFormer.Graph.Lowered - GpuFormer.Graph.Ops",
        // A recipe's defaults and fields are its task's, and what a task prepares for training are words of training.
        "GpuFormer.Tasks - GpuFormer.Training",
    ];

    // Projects that a folder belongs to, and the namespace that its files start with.
    private static readonly (string Folder, string Namespace)[] Projects =
    [
        ("src/Analyzers", "GpuFormer.Analyzers"),
        ("src/Kernels", "GpuFormer.Kernels"),
        ("src/Graph", "GpuFormer.Graph"),
        ("src/Host", "GpuFormer"),
        ("src/Serving", "GpuFormer.Serving"),
        ("src/Hosting", "GpuFormer.Extensions.Hosting"),
        ("src/Cli", "GpuFormer.Cli"),
        ("src/Imaging.Skia", "GpuFormer.Imaging.Skia"),
        ("tests", "GpuFormer.Tests"),
    ];

    [Fact]
    public void Rooms_name_only_what_they_may_know()
    {
        var rooms = ReadRooms();
        Assert.Contains(rooms, room => room.Folder == "src/Kernels/Compiler");
        var violations =
            from room in rooms
            from file in Repository.SourceFiles(room.Folder)
            from line in CodeLines(file)
            from hidden in room.MustNotKnow
            where Names(line.Text, hidden)
            select $"{file}:{line.Number} names {hidden}";
        Assert.Equal("", string.Join('\n', violations));
    }

    [Fact]
    public void Namespaces_of_a_project_do_not_use_each_other_in_circles()
    {
        Assembly[] projects =
        [
            typeof(KernelCompiler).Assembly, typeof(ComputeGraph).Assembly, typeof(Model).Assembly,
            typeof(ModelServer).Assembly, typeof(CommandLine).Assembly,
        ];
        var circles = projects.SelectMany(project => new NamespaceDependencies(project).Circles())
            .OrderBy(circle => circle.Names, StringComparer.Ordinal).ToList();
        Assert.True(KnownCircles.SequenceEqual(circles.Select(circle => circle.Names)), string.Join('\n',
            circles.SelectMany(circle => circle.Uses.Prepend($"{circle.Names}:"))));
    }

    [Fact]
    public void Native_code_is_called_from_devices_and_engines_of_communication_alone()
    {
        string[] rooms = ["src/Host/Devices/", "src/Host/Distributed/Mpi/", "src/Host/Distributed/Nccl/"];
        var violations =
            from file in Repository.SourceFiles("src")
            where !rooms.Any(room => file.StartsWith(room, StringComparison.Ordinal))
            from line in CodeLines(file)
            where NativeCall().IsMatch(line.Text)
            select $"{file}:{line.Number}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Native_code_is_declared_where_no_package_declares_it()
    {
        // Guard pages, the advice on huge pages, and files that only their owner reads.
        Assert.Equal(
            [
                "src/Host/Devices/Cpu/GuardedMemory.cs", "src/Host/Devices/Cpu/HugePages.cs",
                "src/Host/Devices/PrivateFiles.cs",
            ], FilesWith(@"\b(LibraryImport|DllImport)\b"));
        // The drivers of CUDA, MPI and NCCL, and OpenCL's calls that must not go through Silk.NET: the launch, which a
        // replay makes very often, and those with a callback, which Silk.NET does not let two threads make at once.
        Assert.Equal(
            [
                "src/Host/Devices/Cuda/CudaApi.cs", "src/Host/Devices/OpenCl/OpenClLoader.cs",
                "src/Host/Distributed/Mpi/MpiLibrary.cs", "src/Host/Distributed/Mpi/NativeEnvironment.cs",
                "src/Host/Distributed/Nccl/NcclLibrary.cs",
            ], FilesWith(@"\bunmanaged<"));
        Assert.Empty(FilesWith(
            @"\bFunctions\.(BuildProgram|CompileProgram|LinkProgram|CreateContext|EnqueueNativeKernel|Set\w*Callback)\b"));
        // The search for libraries.
        Assert.Equal(
            [
                "src/Host/Devices/DriverLibrary.cs", "src/Host/Devices/Ilgpu/IlgpuRuntime.cs",
                "src/Host/Distributed/Mpi/NativeEnvironment.cs",
            ], FilesWith(@"\bNativeLibrary\b"));
    }

    [Fact]
    public void Only_the_command_line_writes_to_a_console()
    {
        var violations =
            from file in Repository.SourceFiles("src")
            where !file.StartsWith("src/Cli/", StringComparison.Ordinal)
            from line in CodeLines(file)
            where ConsoleUse().IsMatch(line.Text)
            select $"{file}:{line.Number}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Untrusted_pictures_are_decoded_without_unsafe_code()
    {
        var violations =
            from folder in new[]
            {
                "src/Host/Imaging", "src/Imaging.Skia", "src/Host/Data", "src/Graph", "src/Serving", "src/Cli",
            }
            where Directory.Exists(Path.Combine(Repository.Root, folder))
            from file in Repository.SourceFiles(folder)
            from line in CodeLines(file)
            where UnsafeCode().IsMatch(line.Text)
            select $"{file}:{line.Number}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        var violations =
            from project in Projects
            from file in Repository.SourceFiles(project.Folder)
            let expected = NamespaceOf(project.Namespace, project.Folder, file)
            let declared = Repository.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
            where declared is not null && declared != $"namespace {expected};"
            select $"{file}: '{declared}' instead of {expected}";
        Assert.Empty(violations);
    }

    [Fact]
    public void The_library_depends_on_the_named_packages_alone()
    {
        string[] compiler = ["ILGPU"];
        // What the inner assemblies need is named again by the one that is packed.
        string[] host =
        [
            "ILGPU", "ILGPU.Algorithms", "Microsoft.Extensions.DependencyModel", "Silk.NET.Core", "Silk.NET.OpenCL",
            "Silk.NET.Vulkan",
        ];
        Assert.Equal(compiler, PackagesOf("src/Kernels/GpuFormer.Kernels.csproj"));
        Assert.Empty(PackagesOf("src/Graph/GpuFormer.Graph.csproj"));
        Assert.Equal(host, PackagesOf("src/Host/GpuFormer.csproj"));
        // The only package with native files, which nothing else may need.
        Assert.Equal(["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
            PackagesOf("src/Imaging.Skia/GpuFormer.Imaging.Skia.csproj"));
        Assert.Empty(PackagesOf("src/Serving/GpuFormer.Serving.csproj"));
        Assert.Empty(PackagesOf("src/Hosting/GpuFormer.Extensions.Hosting.csproj"));
    }

    [Fact]
    public void What_is_packed_holds_no_native_file()
    {
        // The command line holds the library and everything below it; assets for one platform alone stand as "native".
        var dependencies = JsonNode.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "GpuFormer.Cli.deps.json")))!;
        var packages = dependencies["targets"]!.AsObject().Single().Value!.AsObject();
        Assert.Contains(packages, package => package.Key.StartsWith("Silk.NET.Vulkan/", StringComparison.Ordinal));
        Assert.DoesNotContain(packages,
            package => package.Value!["native"] is not null || package.Value["runtimeTargets"] is not null);
    }

    // The rows of the table of rooms: folders in the first column, and in the last what they must not know.
    private static List<(string Folder, string[] MustNotKnow)> ReadRooms()
    {
        var rows = Repository.ReadLines("ARCHITECTURE.md")
            .SkipWhile(line => line != "## Rooms").TakeWhile(line => line != "## Words")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => (Folders: FolderName().Matches(cells[0]).Select(match => match.Groups[1].Value).ToArray(),
                Column: cells[^1]))
            .ToList();
        // The root of src/Host begins every name.
        string[] all =
        [
            .. rows.SelectMany(row => row.Folders).Where(folder => folder.StartsWith("src/", StringComparison.Ordinal))
                .Select(NamespaceOf).Where(name => name != "GpuFormer"),
        ];
        return
        [
            .. rows.SelectMany(row => row.Folders.Select(folder => (folder, row.Column switch
            {
                "-" => [],
                "everything else" => all.Except(row.Folders.Select(NamespaceOf)).ToArray(),
                _ => row.Column.Split(", ").Select(word => Words.GetValueOrDefault(word)
                    ?? throw new InvalidOperationException(
                        $"ARCHITECTURE.md: {folder} must not know '{word}', which is no word of this test.")).ToArray(),
            }))),
        ];
    }

    private static string NamespaceOf(string folder)
    {
        var project = Projects.First(each => folder == each.Folder
            || folder.StartsWith(each.Folder + "/", StringComparison.Ordinal));
        return project.Namespace + folder[project.Folder.Length..].Replace('/', '.');
    }

    private static IEnumerable<string> PackagesOf(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference")
            .Select(reference => reference.Attribute("Include")!.Value).Order(StringComparer.Ordinal);

    private static string NamespaceOf(string start, string folder, string file)
    {
        var below = file[(folder.Length + 1)..].Split('/')[..^1];
        return string.Join('.', below.Prepend(start));
    }

    // Names the namespace in full, or from within GpuFormer by its last parts: "Kernels.Library.X".
    private static bool Names(string line, string hidden)
    {
        if (Regex.IsMatch(line, $@"\b{Regex.Escape(hidden)}\b"))
            return true;
        if (hidden == "System.Console")
            return ConsoleUse().IsMatch(line);
        var relative = hidden["GpuFormer.".Length..];
        return relative.Contains('.', StringComparison.Ordinal)
            && Regex.IsMatch(line, $@"(?<![\w.]){Regex.Escape(relative)}\.");
    }

    private static IEnumerable<string> FilesWith(string pattern) =>
        Repository.SourceFiles("src").Where(file => CodeLines(file).Any(line => Regex.IsMatch(line.Text, pattern)))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(int Number, string Text)> CodeLines(string file) =>
        Repository.ReadLines(file)
            .Select((text, i) => (Number: i + 1, Text: text.Trim()))
            .Where(line => !line.Text.StartsWith("//", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(LibraryImport|DllImport|NativeLibrary)\b")]
    private static partial Regex NativeCall();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"(?<![\w.])Console\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\bunsafe\b|\bMemoryMarshal\.GetReference\b|(?<![\w.])Unsafe\.")]
    private static partial Regex UnsafeCode();
}
