using GpuFormer.Distributed;
using Xunit;

namespace GpuFormer.Tests.Host.Distributed;

public sealed class LauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_RANK=0 "
        + "PMI_RANK=7 PMI_SIZE=9", "OpenMpi 1/4 local 0")]
    [InlineData("PMI_RANK=3 PMI_SIZE=4 MPI_LOCALRANKID=1", "Mpich 3/4 local 1")]
    [InlineData("PMI_RANK=3 PMI_SIZE=4", "Mpich 3/4 local ")]
    [InlineData("RANK=1 WORLD_SIZE=2 LOCAL_RANK=1", "Variables 1/2 local 1")]
    [InlineData("RANK=1", "None 0/1 local 0")]
    [InlineData("", "None 0/1 local 0")]
    public void The_variables_of_each_launcher_are_understood(string variables, string expected)
    {
        var launcher = Launcher.Of(Environment(variables));
        Assert.Equal(expected, $"{launcher.Kind} {launcher.Rank}/{launcher.Size} local {launcher.LocalRank}");
    }

    [Theory]
    [InlineData("RANK=2 WORLD_SIZE=2", "RANK is 2: with WORLD_SIZE 2 ranks go from 0 to 1.")]
    [InlineData("RANK=x WORLD_SIZE=2", "RANK is 'x', not a number from 0 on.")]
    [InlineData("PMI_RANK=0 PMI_SIZE=-1", "PMI_SIZE is '-1', not a number from 0 on.")]
    public void Variables_that_make_no_sense_are_named(string variables, string expected) =>
        Assert.Equal(expected,
            Assert.Throws<RankSetupException>(() => Launcher.Of(Environment(variables))).Message);

    private static Func<string, string?> Environment(string text)
    {
        var variables = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return variables.GetValueOrDefault;
    }
}
