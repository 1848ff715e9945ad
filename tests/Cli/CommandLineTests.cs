using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public void Help_goes_to_stdout_under_the_name_that_people_type()
    {
        var run = CommandLineRun.Of("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("gpuformer [command]", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Help_of_a_command_names_it()
    {
        var run = CommandLineRun.Of("devices", "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("gpuformer devices [options]", run.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("device")]
    [InlineData("devices", "--jsn")]
    [InlineData("devices", "--verbosity", "loud")]
    public void A_command_line_that_makes_no_sense_is_exit_code_2_with_nothing_on_stdout(params string[] args)
    {
        var run = CommandLineRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    [Theory]
    [InlineData("[suggest:3]", "tra", "train")]
    [InlineData("[suggest:12]", "train --resu", "--resume")]
    [InlineData("[suggest:19]", "benchmark --bench t", "train")]
    public void A_shell_learns_how_a_line_may_go_on(string place, string line, string expected)
    {
        var run = CommandLineRun.Of(place, line);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void A_line_is_shown_as_it_was_read_and_another_word_in_brackets_is_an_error()
    {
        var run = CommandLineRun.Of("[diagram]", "models", "mobilevit*");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("models <mobilevit*>", run.Output);
        Assert.Equal(2, CommandLineRun.Of("[what]", "models").ExitCode);
    }

    [Fact]
    public void A_file_of_arguments_stands_for_its_words()
    {
        using var folder = new TemporaryFolder();
        folder.Write("line.rsp", "# those of one family\nmodels --json\n\n\"mobilevit_xs*\"\n");
        var expected = CommandLineRun.Of("models", "--json", "mobilevit_xs*").Output;
        Assert.Equal(expected, CommandLineRun.Of($"@{folder["line.rsp"]}").Output);
        folder.Write("rest.rsp", "--json mobilevit_xs*");
        Assert.Equal(expected, CommandLineRun.Of("models", $"@{folder["rest.rsp"]}").Output);
        var missing = CommandLineRun.Of("models", "@none.rsp");
        Assert.Equal((2, ""), (missing.ExitCode, missing.Output));
        Assert.Contains("no file 'none.rsp' of arguments", missing.Error);
        Assert.Contains("no file of arguments", CommandLineRun.Of("models", $"@{folder.Path}").Error);
    }

    [Fact]
    public void A_mistyped_command_is_answered_with_the_right_one()
    {
        var run = CommandLineRun.Of("devicse");
        Assert.Contains("Did you mean", run.Error);
        Assert.Contains("devices", run.Error);
    }

    [Fact]
    public void A_command_that_is_nothing_like_one_is_refused_with_the_nearest_and_the_way_to_all()
    {
        var run = CommandLineRun.Of("classify", "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no command 'classify'. Did you mean '", run.Error);
        Assert.Contains("'gpuformer --help' lists all.", run.Error);
    }

    [Fact]
    public void Devices_are_listed_as_text_and_as_JSON()
    {
        var text = CommandLineRun.Of("devices");
        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith("device", text.Output);
        Assert.DoesNotContain('\u001b', text.Output);

        var rows = CommandLineRun.Of("devices", "--json").Json.EnumerateArray().ToDictionary(
            row => row.GetProperty("device").GetString()!, row => row.GetProperty("available").GetBoolean());
        Assert.True(rows["ilgpu:cpu"]);
        Assert.True(rows["cpu"]);
        Assert.Contains(rows.Keys, name => name.StartsWith("vulkan", StringComparison.Ordinal));
        Assert.Contains(rows.Keys, name => name.StartsWith("cuda", StringComparison.Ordinal));
    }

    [Fact]
    public void A_terminal_gets_a_drawn_table()
    {
        var run = CommandLineRun.Of(interactive: true, default, "devices");
        Assert.Contains("ilgpu:cpu", run.Output);
        Assert.Contains("───", run.Output);
        Assert.DoesNotContain("\\x1b", run.Output);
    }
}
