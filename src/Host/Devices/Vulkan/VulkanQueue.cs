using Silk.NET.Vulkan;
using VkBuffer = Silk.NET.Vulkan.Buffer;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// Submits one command buffer at a time and waits for it, and copies through memory of the host. Calls from several
/// threads take turns.
/// </summary>
internal sealed unsafe class VulkanQueue
{
    private const int StagingBytes = 4 << 20;
    private const AccessFlags ShaderAccess = AccessFlags.ShaderReadBit | AccessFlags.ShaderWriteBit;
    private const AccessFlags Writes = AccessFlags.ShaderWriteBit | AccessFlags.TransferWriteBit;
    private const AccessFlags AllAccess =
        ShaderAccess | AccessFlags.TransferReadBit | AccessFlags.TransferWriteBit | AccessFlags.UniformReadBit;
    private const PipelineStageFlags AllStages =
        PipelineStageFlags.ComputeShaderBit | PipelineStageFlags.TransferBit;

    private readonly Lock _turn = new();
    private readonly VulkanDevice _device;
    private readonly Vk _functions;
    private readonly Queue _queue;
    private readonly uint _family;
    private VulkanAllocation _staging;
    private Fence _fence;
    private CommandPool _pool;
    private CommandBuffer _copyCommands;

    public VulkanQueue(VulkanDevice device, uint family)
    {
        _device = device;
        _family = family;
        _functions = device.Functions;
        Queue queue;
        _functions.GetDeviceQueue(device.Handle, family, 0, &queue);
        _queue = queue;
        var fenceInfo = new FenceCreateInfo { SType = StructureType.FenceCreateInfo };
        Fence fence;
        device.Check(_functions.CreateFence(device.Handle, &fenceInfo, null, &fence), "vkCreateFence");
        _fence = fence;
    }

    /// <summary>
    /// How long one submission may take. A driver that hangs without saying so is given up then; drivers themselves
    /// give up kernels after seconds, but processors that stand in for cards may need minutes.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Runs recorded commands and returns when they are complete.</summary>
    public void Run(CommandBuffer commands)
    {
        lock (_turn)
            RunInTurn(commands);
    }

    public void CopyToDevice(ReadOnlySpan<byte> source, VkBuffer buffer, long byteOffset)
    {
        lock (_turn)
        {
            PrepareCopies();
            while (!source.IsEmpty)
            {
                var part = source[..Math.Min(source.Length, StagingBytes)];
                part.CopyTo(new Span<byte>((void*)_staging.Address, StagingBytes));
                Copy(_staging.Buffer, 0, buffer, (ulong)byteOffset, (ulong)part.Length);
                source = source[part.Length..];
                byteOffset += part.Length;
            }
        }
    }

    public void CopyToHost(VkBuffer buffer, long byteOffset, Span<byte> destination)
    {
        lock (_turn)
        {
            PrepareCopies();
            while (!destination.IsEmpty)
            {
                var part = destination[..Math.Min(destination.Length, StagingBytes)];
                Copy(buffer, (ulong)byteOffset, _staging.Buffer, 0, (ulong)part.Length);
                new ReadOnlySpan<byte>((void*)_staging.Address, part.Length).CopyTo(part);
                destination = destination[part.Length..];
                byteOffset += part.Length;
            }
        }
    }

    /// <summary>A pool of commands, and as many command buffers of it as there is room for.</summary>
    public CommandPool CreatePool(Span<CommandBuffer> commands)
    {
        var poolInfo = new CommandPoolCreateInfo
        {
            SType = StructureType.CommandPoolCreateInfo,
            Flags = CommandPoolCreateFlags.ResetCommandBufferBit,
            QueueFamilyIndex = _family,
        };
        CommandPool pool;
        _device.Check(
            _functions.CreateCommandPool(_device.Handle, &poolInfo, null, &pool), "vkCreateCommandPool");
        var info = new CommandBufferAllocateInfo
        {
            SType = StructureType.CommandBufferAllocateInfo,
            CommandPool = pool,
            Level = CommandBufferLevel.Primary,
            CommandBufferCount = (uint)commands.Length,
        };
        fixed (CommandBuffer* c = commands)
        {
            var result = _functions.AllocateCommandBuffers(_device.Handle, &info, c);
            if (result < 0)
                _functions.DestroyCommandPool(_device.Handle, pool, null);
            _device.Check(result, "vkAllocateCommandBuffers");
        }

        return pool;
    }

    /// <summary>Starts to record; everything submitted before is complete and seen.</summary>
    public void Begin(CommandBuffer commands)
    {
        var info = new CommandBufferBeginInfo { SType = StructureType.CommandBufferBeginInfo };
        _device.Check(_functions.BeginCommandBuffer(commands, &info), "vkBeginCommandBuffer");
        Barrier(commands, AllStages, AllStages, Writes, AllAccess);
    }

    /// <summary>Ends a recording; the host sees what it wrote.</summary>
    public void End(CommandBuffer commands)
    {
        Barrier(commands, AllStages, PipelineStageFlags.HostBit, Writes, AccessFlags.HostReadBit);
        _device.Check(_functions.EndCommandBuffer(commands), "vkEndCommandBuffer");
    }

    /// <summary>Launches after it see what launches before it wrote, and start when those are complete.</summary>
    public void BarrierBetweenWaves(CommandBuffer commands) => Barrier(commands,
        PipelineStageFlags.ComputeShaderBit, PipelineStageFlags.ComputeShaderBit, ShaderAccess, ShaderAccess);

    public void Dispose()
    {
        if (_pool.Handle != 0)
            _functions.DestroyCommandPool(_device.Handle, _pool, null);
        if (_staging.Buffer.Handle != 0)
            _device.Memory.Free(_staging);
        if (_fence.Handle != 0)
            _functions.DestroyFence(_device.Handle, _fence, null);
        (_pool, _fence, _staging) = (default, default, default);
    }

    private void RunInTurn(CommandBuffer commands)
    {
        _device.ThrowIfUnusable();
        var fence = _fence;
        _device.Check(_functions.ResetFences(_device.Handle, 1, &fence), "vkResetFences");
        var info = new SubmitInfo
        {
            SType = StructureType.SubmitInfo,
            CommandBufferCount = 1,
            PCommandBuffers = &commands,
        };
        _device.Check(_functions.QueueSubmit(_queue, 1, &info, fence), "vkQueueSubmit");
        var result = _functions.WaitForFences(
            _device.Handle, 1, &fence, 1, (ulong)Patience.TotalMilliseconds * 1_000_000);
        if (result == Result.Timeout)
            throw _device.GiveUp($"it did not finish within {Patience.TotalMinutes:0} minutes.");
        _device.Check(result, "vkWaitForFences");
    }

    private void PrepareCopies()
    {
        _device.ThrowIfUnusable();
        if (_staging.Buffer.Handle == 0)
        {
            _staging = _device.Memory.AllocateForHost(
                StagingBytes, BufferUsageFlags.TransferSrcBit | BufferUsageFlags.TransferDstBit);
        }

        if (_pool.Handle != 0)
            return;
        Span<CommandBuffer> commands = [default];
        _pool = CreatePool(commands);
        _copyCommands = commands[0];
    }

    private void Copy(VkBuffer source, ulong sourceOffset, VkBuffer destination, ulong destinationOffset, ulong size)
    {
        Begin(_copyCommands);
        var region = new BufferCopy { SrcOffset = sourceOffset, DstOffset = destinationOffset, Size = size };
        _functions.CmdCopyBuffer(_copyCommands, source, destination, 1, &region);
        End(_copyCommands);
        RunInTurn(_copyCommands);
    }

    private void Barrier(
        CommandBuffer commands, PipelineStageFlags sourceStages, PipelineStageFlags destinationStages,
        AccessFlags sourceAccess, AccessFlags destinationAccess)
    {
        var barrier = new MemoryBarrier
        {
            SType = StructureType.MemoryBarrier,
            SrcAccessMask = sourceAccess,
            DstAccessMask = destinationAccess,
        };
        _functions.CmdPipelineBarrier(commands, sourceStages, destinationStages, DependencyFlags.None, 1, &barrier, 0, null, 0, null);
    }
}
