using Spectre.Console;

namespace GpuFormer.Cli.Output;

/// <summary>One bar on a terminal for work that is counted; nothing in a pipe.</summary>
internal static class ProgressBar
{
    /// <summary>Runs an action that calls what it is given after each item.</summary>
    public static void Show(CommandOutput output, string what, int total, Action<Action> action)
    {
        if (!output.ShowsBars)
        {
            action(() => { });
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output.Bars) });
        console.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(what), maxValue: Math.Max(1, total));
                action(() => task.Increment(1));
            });
    }
}
