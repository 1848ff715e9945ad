using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class RuntimeSupportTests
{
    [Fact]
    public void The_ordinary_runtime_has_what_kernels_need() => RuntimeSupport.Require();

    [Fact]
    public void Native_AOT_is_refused_with_the_property_to_set()
    {
        var refusal = Assert.Throws<PlatformNotSupportedException>(
            () => RuntimeSupport.Require(compiles: false, isWhole: true));
        Assert.Contains("PublishAot to false", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trimmed_program_is_refused_with_what_to_keep()
    {
        var refusal = Assert.Throws<PlatformNotSupportedException>(
            () => RuntimeSupport.Require(compiles: true, isWhole: false));
        Assert.Contains("TrimmerRootAssembly", refusal.Message, StringComparison.Ordinal);
    }
}
