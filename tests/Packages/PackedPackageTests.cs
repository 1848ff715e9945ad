using System.IO.Compression;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Packages;

/// <summary>The packages of this build in a feed, and a folder of a user who has only that.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedPackages()
    {
        foreach (var project in new[] { "src/Host", "src/Serving", "src/Hosting", "src/Cli", "src/Imaging.Skia" })
        {
            DotnetCommand.Dotnet(Repository.Root, "pack", project, "-c", DotnetCommand.Configuration, "--no-build",
                "-o", Feed).Succeeded();
        }

        // The user's cache begins empty; what the packages themselves depend on comes from this machine's.
        _folder.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder["cache"]}" /></config>
              <packageSources>
                <clear />
                <add key="feed" value="{Feed}" />
                <add key="dependencies" value="{MachineCache}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>Where the packages lie.</summary>
    internal string Feed => _folder["feed"];

    internal static string Version { get; } = typeof(Model).Assembly.GetName().Version!.ToString(3);

    private static string MachineCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public void Dispose() => _folder.Dispose();

    /// <summary>A new folder of the user.</summary>
    internal string Make(string name) => Directory.CreateDirectory(_folder[name]).FullName;
}

/// <summary>What is published works where nothing else is: an empty folder, an empty cache.</summary>
public sealed class PackedPackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly string Weights =
        Path.Combine(Repository.Root, "data/weights/mobile_former_26m-mnist.safetensors");

    private static readonly string Digits = Path.Combine(Repository.Root, "data/digits");

    private static readonly string[] Assemblies = ["GpuFormer", "GpuFormer.Graph", "GpuFormer.Kernels"];

    [Fact]
    public void The_library_has_documentation_and_symbols_of_all_its_assemblies_and_nothing_native()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"GpuFormer.{PackedPackages.Version}.nupkg"));
        using var symbols = ZipFile.OpenRead(
            Path.Combine(packages.Feed, $"GpuFormer.{PackedPackages.Version}.snupkg"));
        foreach (var assembly in Assemblies)
        {
            Assert.NotNull(package.GetEntry($"lib/net10.0/{assembly}.dll"));
            Assert.True(package.GetEntry($"lib/net10.0/{assembly}.xml")!.Length > 10_000);
            Assert.NotNull(symbols.GetEntry($"lib/net10.0/{assembly}.pdb"));
        }

        string[] expected = [".dll", ".xml", ".md", ".png", ".targets", ".nuspec", ".rels", ".psmdcp"];
        Assert.DoesNotContain(package.Entries.Select(entry => entry.FullName),
            name => !expected.Contains(Path.GetExtension(name)) && name != "[Content_Types].xml");
        Assert.NotNull(package.GetEntry("analyzers/dotnet/cs/GpuFormer.Analyzers.dll"));
        Assert.Equal(Assemblies.Length + 1,
            package.Entries.Count(entry => entry.FullName.EndsWith(".dll", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GpuFormer")]
    [InlineData("GpuFormer.Cli")]
    [InlineData("GpuFormer.Imaging.Skia")]
    [InlineData("GpuFormer.Serving")]
    [InlineData("GpuFormer.Extensions.Hosting")]
    public void A_package_has_icon_readme_licence_and_release_notes(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{PackedPackages.Version}.nupkg"));
        using var reader = new StreamReader(package.GetEntry($"{id}.nuspec")!.Open());
        var text = reader.ReadToEnd();
        string[] parts = ["<icon>icon.png</icon>", "<readme>README.md</readme>", "MIT", "<releaseNotes>", "<tags>"];
        foreach (var part in parts)
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry("icon.png"));
        // Native files come with packages of others, if at all.
        Assert.DoesNotContain(package.Entries, entry => entry.FullName.Contains("/native/", StringComparison.Ordinal));
        Assert.NotNull(package.GetEntry("README.md"));
        var changes = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"));
        Assert.Contains($"\n## {PackedPackages.Version}\n", changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GpuFormer.Serving")]
    [InlineData("GpuFormer.Extensions.Hosting")]
    public void A_package_for_servers_holds_one_assembly_and_names_the_library_and_the_framework(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{PackedPackages.Version}.nupkg"));
        Assert.Equal([$"lib/net10.0/{id}.dll"], package.Entries.Select(entry => entry.FullName)
            .Where(name => name.EndsWith(".dll", StringComparison.Ordinal)));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
        using var reader = new StreamReader(package.GetEntry($"{id}.nuspec")!.Open());
        var text = reader.ReadToEnd();
        Assert.Contains("<dependency id=\"GpuFormer\"", text, StringComparison.Ordinal);
        Assert.Contains("<frameworkReference name=\"Microsoft.AspNetCore.App\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GpuFormer.Kernels", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_with_the_package_names_a_digit_and_refuses_Native_AOT_at_build_and_start()
    {
        var folder = packages.Make("consumer");
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="GpuFormer" Version="{PackedPackages.Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using GpuFormer;
            using var classifier = Classifier.Load(args[0], new ClassifierOptions { Device = "cpu" });
            Console.WriteLine(classifier.Classify(args[1], topK: 1)[0].Label);
            """);
        string[] arguments = [Weights, Path.Combine(Digits, "3.png")];
        var run = DotnetCommand.Dotnet(folder, ["run", .. arguments]).Succeeded();
        Assert.Equal("3", run.Output.Trim());

        var published = DotnetCommand.Dotnet(
            folder, "msbuild", "-t:GpuFormerRefusesNativeAot", "-p:PublishAot=true", "-nologo");
        Assert.NotEqual(0, published.ExitCode);
        Assert.Contains("GPUFORMER001", published.Output, StringComparison.Ordinal);
        Assert.Contains("PublishAot to false", published.Output, StringComparison.Ordinal);

        // As Native AOT has it, at run time; the package says the contrary, for programs of one file.
        var built = Path.Combine(folder, "bin", "Debug", "net10.0");
        var settings = Path.Combine(built, "Consumer.runtimeconfig.json");
        var text = File.ReadAllText(settings);
        const string compiles = "RuntimeFeature.IsDynamicCodeSupported\": ";
        Assert.Contains(compiles + "true", text, StringComparison.Ordinal);
        File.WriteAllText(settings, text.Replace(compiles + "true", compiles + "false", StringComparison.Ordinal));
        var refused = DotnetCommand.Dotnet(folder, [Path.Combine(built, "Consumer.dll"), .. arguments]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("PublishAot to false", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_sample_runs_with_the_package()
    {
        var folder = packages.Make("script");
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "samples/Script/Classify.cs"));
        const string reference = "#:project ../../src/Host/GpuFormer.csproj";
        Assert.Contains(reference, sample, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "Classify.cs"),
            sample.Replace(reference, $"#:package GpuFormer@{PackedPackages.Version}", StringComparison.Ordinal));
        var run = DotnetCommand.Dotnet(folder, "run", "Classify.cs", Weights, Digits).Succeeded();
        Assert.Contains("7.png: 7 (", run.Output, StringComparison.Ordinal);
        Assert.Equal(10, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Count(line => line.Contains(".png: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_published_program_is_called_gpuformer_and_runs()
    {
        var folder = packages.Make("published");
        DotnetCommand.Dotnet(Repository.Root, "publish", "src/Cli", "-c", DotnetCommand.Configuration, "--no-build",
            "-o", folder).Succeeded();
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "gpuformer.exe" : "gpuformer");
        var run = DotnetCommand.Run(program, folder, "models", "mobilevit_s").Succeeded();
        Assert.Contains("mobilevit_s ", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder, "GpuFormer.Cli").Concat(
            Directory.EnumerateFiles(folder, "GpuFormer.Cli.exe")));
    }

    [Fact]
    public void The_installed_tool_is_called_gpuformer_and_predicts()
    {
        var folder = packages.Make("tool");
        DotnetCommand.Dotnet(folder, "tool", "install", "GpuFormer.Cli", "--version", PackedPackages.Version,
            "--tool-path", Path.Combine(folder, "tools")).Succeeded();
        var tool = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "gpuformer.exe" : "gpuformer");
        var run = DotnetCommand.Run(tool, folder,
            "predict", Path.Combine(Digits, "5.png"), "--weights", Weights, "--topk", "1", "--device", "cpu")
            .Succeeded();
        Assert.Equal("5", run.Output.TrimEnd().Split('\t')[^1]);
    }
}
