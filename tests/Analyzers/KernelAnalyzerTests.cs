extern alias Analyzers;

using System.Collections.Immutable;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Tests.Style;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace GpuFormer.Tests.Analyzers;

/// <summary>What an editor says of kernels is what the compiler of kernels would say.</summary>
public sealed class KernelAnalyzerTests
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq;";

    // Left to the compiler are rules that need IL, a specialisation or the paths through a method.
    private static readonly string[] Told =
    [
        "GF0002", "GF0004", "GF0005", "GF0006", "GF0009", "GF0010", "GF0011", "GF0012", "GF0013", "GF0018", "GF0019", "GF0020",
    ];

    [Fact]
    public async Task Kernels_that_the_compiler_refuses_are_marked_by_the_same_rule()
    {
        var (compilation, found) = await Analyse("tests/Kernels/Compiler/Frontend/RefusedKernels.cs");
        Assert.NotEmpty(found);
        var told = new SortedSet<string>(StringComparer.Ordinal);
        var others = new List<string>();
        foreach (var diagnostic in found)
        {
            var method = diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan)
                .AncestorsAndSelf().OfType<MethodDeclarationSyntax>().First().Identifier.ValueText;
            told.Add(diagnostic.Id);
            // Helpers and kernels for several rules have no number.
            if (method.StartsWith("GF", StringComparison.Ordinal) && method.Split('_')[0] != diagnostic.Id)
                others.Add($"{method}: {diagnostic}");
        }

        Assert.Empty(others);
        Assert.Equal(Told, told);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void The_page_of_rules_has_all_of_them_and_says_which_editors_know()
    {
        var page = Repository.ReadLines("docs/Kernels.md");
        foreach (var rule in KernelDiagnostics.All)
            Assert.Contains($"| {rule.Code} | {rule.Rule} | {(Told.Contains(rule.Code) ? "yes" : "")} |", page);
    }

    [Fact]
    public async Task No_kernel_of_the_library_is_marked()
    {
        var (_, found) = await Analyse([.. Repository.SourceFiles("src/Kernels/Library")]);
        Assert.Empty(found.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public async Task A_helper_is_marked_for_the_kernel_that_calls_it_and_what_is_no_kernel_may_do_all()
    {
        var found = await Analyse("""
            using GpuFormer.Kernels.Language;
            using ILGPU;
            static class K
            {
                [Kernel]
                public static void Run(ArrayView<float> y) => y[0] = Helper(y[1]);

                private static float Helper(float x)
                {
                    if (x < 0)
                        throw new System.ArgumentException("negative");
                    return x;
                }

                public static double Host(double x) => x < 0 ? throw new System.ArgumentException("negative") : x;
            }
            """, "kernel.cs");
        var diagnostic = Assert.Single(found.Where(d => d.Id == "GF0005"));
        Assert.Equal(10, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains("kernels cannot throw", diagnostic.GetMessage());
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
    }

    private static async Task<(CSharpCompilation Compilation, ImmutableArray<Diagnostic> Found)> Analyse(params string[] files)
    {
        var compilation = Compile([.. files.Select(file =>
            CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, file)), path: file))]);
        return (compilation, await Diagnose(compilation));
    }

    private static Task<ImmutableArray<Diagnostic>> Analyse(string source, string name) =>
        Diagnose(Compile([CSharpSyntaxTree.ParseText(source, path: name)]));

    private static Task<ImmutableArray<Diagnostic>> Diagnose(CSharpCompilation compilation) => compilation
        .WithAnalyzers([new Analyzers::GpuFormer.Analyzers.KernelAnalyzer()]).GetAnalyzerDiagnosticsAsync();

    private static CSharpCompilation Compile(SyntaxTree[] trees) => CSharpCompilation.Create("kernels",
        [.. trees, CSharpSyntaxTree.ParseText(Usings)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
}
