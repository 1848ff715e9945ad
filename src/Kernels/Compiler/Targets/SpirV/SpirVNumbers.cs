namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>The instructions that the target writes: SPIR-V specification, 3.42.</summary>
internal enum SpirVOp : ushort
{
    Undef = 1,
    Name = 5,
    ExtInstImport = 11,
    ExtInst = 12,
    MemoryModel = 14,
    EntryPoint = 15,
    ExecutionMode = 16,
    Capability = 17,
    TypeVoid = 19,
    TypeBool = 20,
    TypeInt = 21,
    TypeFloat = 22,
    TypeVector = 23,
    TypeArray = 28,
    TypeRuntimeArray = 29,
    TypeStruct = 30,
    TypePointer = 32,
    TypeFunction = 33,
    ConstantTrue = 41,
    ConstantFalse = 42,
    Constant = 43,
    Function = 54,
    FunctionEnd = 56,
    Variable = 59,
    Load = 61,
    Store = 62,
    AccessChain = 65,
    Decorate = 71,
    MemberDecorate = 72,
    CompositeExtract = 81,
    ConvertFToS = 110,
    ConvertSToF = 111,
    ConvertUToF = 112,
    UConvert = 113,
    SConvert = 114,
    Bitcast = 124,
    SNegate = 126,
    FNegate = 127,
    IAdd = 128,
    FAdd = 129,
    ISub = 130,
    FSub = 131,
    IMul = 132,
    FMul = 133,
    UDiv = 134,
    SDiv = 135,
    FDiv = 136,
    UMod = 137,
    LogicalEqual = 164,
    LogicalNotEqual = 165,
    LogicalOr = 166,
    LogicalAnd = 167,
    LogicalNot = 168,
    Select = 169,
    IEqual = 170,
    INotEqual = 171,
    UGreaterThan = 172,
    SGreaterThan = 173,
    UGreaterThanEqual = 174,
    SGreaterThanEqual = 175,
    ULessThan = 176,
    SLessThan = 177,
    ULessThanEqual = 178,
    SLessThanEqual = 179,
    FOrdEqual = 180,
    FUnordNotEqual = 183,
    FOrdLessThan = 184,
    FUnordLessThan = 185,
    FOrdGreaterThan = 186,
    FUnordGreaterThan = 187,
    FOrdLessThanEqual = 188,
    FUnordLessThanEqual = 189,
    FOrdGreaterThanEqual = 190,
    FUnordGreaterThanEqual = 191,
    ShiftRightLogical = 194,
    ShiftRightArithmetic = 195,
    ShiftLeftLogical = 196,
    BitwiseOr = 197,
    BitwiseXor = 198,
    BitwiseAnd = 199,
    Not = 200,
    BitFieldSExtract = 202,
    ControlBarrier = 224,
    AtomicLoad = 227,
    AtomicCompareExchange = 230,
    AtomicIAdd = 234,
    Phi = 245,
    LoopMerge = 246,
    SelectionMerge = 247,
    Label = 248,
    Branch = 249,
    BranchConditional = 250,
    Return = 253,
    Unreachable = 255,
}

/// <summary>Instructions of the set GLSL.std.450.</summary>
internal enum GlslOp : uint
{
    FAbs = 4,
    SAbs = 5,
    Floor = 8,
    Sqrt = 31,
    Fma = 50,
}

/// <summary>SPIR-V specification, 3.7.</summary>
internal enum SpirVStorage : uint
{
    Input = 1,
    Uniform = 2,
    Workgroup = 4,
    PushConstant = 9,
    StorageBuffer = 12,
}

/// <summary>SPIR-V specification, 3.31.</summary>
internal enum SpirVCapability : uint
{
    Shader = 1,
    StorageBuffer16BitAccess = 4433,
    StorageBuffer8BitAccess = 4448,
    DenormPreserve = 4464,
    SignedZeroInfNanPreserve = 4466,
    RoundingModeRte = 4467,
}

/// <summary>SPIR-V specification, 3.6.</summary>
internal enum SpirVMode : uint
{
    LocalSize = 17,
    DenormPreserve = 4459,
    SignedZeroInfNanPreserve = 4461,
    RoundingModeRte = 4462,
}

/// <summary>SPIR-V specification, 3.20.</summary>
internal enum SpirVDecoration : uint
{
    Block = 2,
    ArrayStride = 6,
    BuiltIn = 11,
    NonWritable = 24,
    Binding = 33,
    DescriptorSet = 34,
    Offset = 35,
    NoContraction = 42,
}

/// <summary>SPIR-V specification, 3.21: uvec3 inputs of a compute entry point.</summary>
internal enum SpirVBuiltIn : uint
{
    NumWorkgroups = 24,
    WorkgroupId = 26,
    LocalInvocationId = 27,
}

/// <summary>Scopes and memory semantics, SPIR-V specification, 3.25 and 3.27.</summary>
internal static class SpirVMemoryOrder
{
    public const uint DeviceScope = 1;
    public const uint WorkgroupScope = 2;

    /// <summary>Atomics order nothing but themselves.</summary>
    public const uint Relaxed = 0;

    /// <summary>AcquireRelease on storage buffers and the memory of the group.</summary>
    public const uint BarrierOfGroup = 0x8 | 0x40 | 0x100;
}
