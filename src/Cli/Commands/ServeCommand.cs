using System.CommandLine;
using GpuFormer.Cli.Output;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer serve</c>: networks of any task over HTTP.</summary>
internal static class ServeCommand
{
    private const string Cpu = "cpu";

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var weights = new Option<string[]>("--weights", "-w")
        {
            Description = $"{network.Weights.Description} Several are served side by side, each by the name of its network "
                + "or by one of your own: digits=weights.safetensors.",
            HelpName = "[NAME=]FILE",
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        var urls = new Option<string[]>("--urls")
        {
            Description = "Where to listen. All but 127.0.0.1 and localhost are open to other machines, without passwords "
                + "or encryption: put a proxy before them.",
            HelpName = "URL",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["http://127.0.0.1:8080"],
        };
        var fallback = new Option<string?>("--fallback")
        {
            Description = "What computes once the device is lost; without it the server ends then, with exit code 5.",
            HelpName = Cpu,
        };
        fallback.AcceptOnlyFromAmong(Cpu);
        var command = new Command(
            "serve", "Classes, objects or masks of images over HTTP: uploads, Open Inference Protocol, metrics, a page.")
        {
            weights, network.Name, network.Labels, urls, network.DeviceString, fallback, network.Threads,
            network.MemoryLimit, network.Precision, network.ModelOptions,
        };
        command.SetAction(result => Run(open(result), result, network, result.GetRequiredValue(weights),
            result.GetRequiredValue(urls), result.GetValue(fallback)));
        return command;
    }

    private static int Run(CommandOutput output, ParseResult result, NetworkOptions network, string[] weights,
        string[] urls, string? fallback)
    {
        foreach (var url in urls)
            CheckUrl(url);
        if (weights.Length > 1 && (result.GetValue(network.Name) ?? result.GetValue(network.Labels)) is not null)
            throw new UsageException("--model and --labels are for one file of weights; several say themselves what they are.");
        var models = weights.Select(text => ServedWeights.Of(text, result, network)).ToList();
        if (models.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UsageException($"Two models are called {twice.Key}. Name them: --weights first="
                + $"{twice.First().Path} second={twice.Last().Path}.");
        }

        AspNetRuntime.Require();
        return ServeRun.Run(output, urls, models, result.GetValue(network.DeviceString)!, fallback);
    }

    private static void CheckUrl(string url)
    {
        const string Http = "http://";
        // A star for all addresses is no address of the standard, and ASP.NET Core takes it.
        var isAddress = Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var parsed)
            && parsed.AbsolutePath == "/" && parsed.Query.Length == 0 && parsed.UserInfo.Length == 0;
        if (!isAddress || !url.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--urls takes addresses such as http://127.0.0.1:8080, not '{url}'. For https, put a "
                + "proxy before the server.");
        }
    }
}
