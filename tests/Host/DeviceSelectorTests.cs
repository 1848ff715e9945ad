using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class DeviceSelectorTests
{
    [Theory]
    [InlineData("ilgpu:cpu", "ilgpu:cpu")]
    [InlineData("cpu", "cpu")]
    [InlineData(" ILGPU:CPU ", "ilgpu:cpu")]
    public void A_device_is_opened_by_its_string(string selector, string name)
    {
        using var device = DeviceSelector.Open(selector);
        Assert.Equal(name, device.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu:0")]
    [InlineData("cuda:")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("opencl:0")]
    [InlineData("vulkan:0.0")]
    public void What_is_no_device_string_is_refused_with_those_that_are(string selector)
    {
        var exception = Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Open(selector));
        Assert.Contains("opencl[:p.d]", exception.Message);
    }

    [Theory]
    [InlineData("opencl:97.3")]
    [InlineData("opencl:0.99")]
    [InlineData("vulkan:99")]
    [InlineData("cuda:99")]
    public void An_index_without_a_device_is_refused_with_a_reason(string selector)
    {
        var exception = Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Open(selector));
        Assert.StartsWith($"'{selector}' cannot be opened: ", exception.Message);
        Assert.EndsWith("See 'gpuformer devices' for those that can.", exception.Message);
    }

    [Fact]
    public void What_the_list_calls_available_can_be_opened_and_the_rest_has_a_reason()
    {
        var listings = DeviceSelector.List();
        Assert.Equal("cpu", listings[0].Name);
        Assert.Contains(listings, listing => listing.Name == "ilgpu:cpu");
        Assert.Contains(listings, listing => listing.Name.StartsWith("opencl", StringComparison.Ordinal));
        foreach (var listing in listings)
        {
            if (listing.Available)
            {
                using var device = DeviceSelector.Open(listing.Name);
                Assert.Equal(listing.Name, device.Name);
            }
            else
            {
                Assert.NotEmpty(listing.Status);
            }
        }
    }

    [Fact]
    public void Threads_below_zero_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DeviceSelector.Open("cpu", threads: -1));
}
