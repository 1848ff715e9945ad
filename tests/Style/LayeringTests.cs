using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>The rooms of ARCHITECTURE.md do not look into each other.</summary>
public sealed partial class LayeringTests
{
    // A room by its folder, and the namespaces that no line of it may name.
    private static readonly (string Room, string[] MustNotKnow)[] Rooms =
    [
        ("src/Kernels/Language", ["GpuFormer.Kernels.Library", "GpuFormer.Kernels.Compiler",
            "GpuFormer.Kernels.Launch"]),
        ("src/Kernels/Library", ["GpuFormer.Kernels.Compiler"]),
        ("src/Kernels/Compiler", ["GpuFormer.Kernels.Library", "GpuFormer.Devices"]),
        ("src/Kernels/Launch", ["GpuFormer.Kernels.Library", "GpuFormer.Devices"]),
        ("src/Graph/Ops", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Kernels.Compiler"]),
        ("src/Graph/Lowered", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Kernels.Compiler",
            "GpuFormer.Graph.Lowering"]),
        ("src/Graph/Constants", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Kernels",
            "GpuFormer.Graph.Lowering"]),
        ("src/Graph/Lowering", ["GpuFormer.Kernels.Library", "GpuFormer.Kernels.Compiler"]),
        ("src/Graph/Planning", ["GpuFormer.Kernels.Library", "GpuFormer.Kernels.Compiler"]),
        ("src/Graph/Execution", ["GpuFormer.Kernels.Library", "GpuFormer.Kernels.Compiler"]),
        ("src/Graph/Training", ["GpuFormer.Kernels.Compiler", "GpuFormer.Devices", "GpuFormer.Models"]),
        ("src/Host/Devices", ["GpuFormer.Graph", "GpuFormer.Models", "GpuFormer.Weights", "GpuFormer.Imaging",
            "GpuFormer.Kernels.Library"]),
        ("src/Host/Models", ["GpuFormer.Devices", "GpuFormer.Data", "GpuFormer.Training", "GpuFormer.Weights"]),
        ("src/Host/Files", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Kernels",
            "GpuFormer.Imaging", "GpuFormer.Weights", "GpuFormer.Data", "GpuFormer.Training"]),
        ("src/Host/Weights", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Kernels",
            "GpuFormer.Imaging"]),
        ("src/Host/Data", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Kernels",
            "GpuFormer.Weights", "GpuFormer.Training"]),
        ("src/Host/Tasks/Detection", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Kernels",
            "GpuFormer.Weights", "GpuFormer.Training", "GpuFormer.Data.Formats"]),
        ("src/Host/Tasks/Segmentation", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Kernels",
            "GpuFormer.Weights", "GpuFormer.Training", "GpuFormer.Data"]),
        ("src/Host/Tasks/Systems", ["GpuFormer.Devices", "GpuFormer.Files", "GpuFormer.Data.Formats"]),
        ("src/Host/Distributed", ["GpuFormer.Graph", "GpuFormer.Models", "GpuFormer.Training", "GpuFormer.Weights",
            "GpuFormer.Imaging", "GpuFormer.Data"]),
        ("src/Host/Imaging", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Kernels",
            "GpuFormer.Weights"]),
        ("src/Host/Batching", ["GpuFormer.Devices", "GpuFormer.Models", "GpuFormer.Graph", "GpuFormer.Weights",
            "GpuFormer.Training", "GpuFormer.Data"]),
        ("src/Host/Onnx", ["GpuFormer.Devices", "GpuFormer.Imaging", "GpuFormer.Kernels", "GpuFormer.Graph.Lowering",
            "GpuFormer.Graph.Execution"]),
        ("src/Hosting", ["GpuFormer.Graph", "GpuFormer.Models", "GpuFormer.Devices", "GpuFormer.Data", "GpuFormer.Training",
            "GpuFormer.Kernels", "GpuFormer.Serving"]),
        ("src/Serving", ["GpuFormer.Graph", "GpuFormer.Models", "GpuFormer.Devices", "GpuFormer.Data", "GpuFormer.Training",
            "GpuFormer.Kernels.Library", "GpuFormer.Kernels.Compiler"]),
    ];

    // Projects that a folder belongs to, and the namespace that its files start with.
    private static readonly (string Folder, string Namespace)[] Projects =
    [
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
        var violations =
            from room in Rooms
            where Directory.Exists(Path.Combine(Repository.Root, room.Room))
            from file in Repository.SourceFiles(room.Room)
            from line in CodeLines(file)
            from hidden in room.MustNotKnow
            where Names(line.Text, hidden)
            select $"{file}:{line.Number} names {hidden}";
        Assert.Empty(violations);
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

    [GeneratedRegex(@"(?<![\w.])Console\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\bunsafe\b|\bMemoryMarshal\.GetReference\b|(?<![\w.])Unsafe\.")]
    private static partial Regex UnsafeCode();
}
