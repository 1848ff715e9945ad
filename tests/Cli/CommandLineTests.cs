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
