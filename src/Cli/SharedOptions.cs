using System.CommandLine;
using GpuFormer.Cli.Output;

namespace GpuFormer.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class SharedOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON.",
        Recursive = true,
    };

    public Option<Verbosity> Verbosity { get; } = new("--verbosity")
    {
        Description = "How much goes to the error stream; with 'debug' errors carry a stack trace.",
        DefaultValueFactory = _ => Output.Verbosity.Normal,
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Json);
        root.Options.Add(Verbosity);
    }
}
