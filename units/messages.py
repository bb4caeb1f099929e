"""Sentences for people, next to no logic. Tests import the constants."""

JOB_GIVEN_UP = (
    "工作进程连续 {attempts} 次中断，已停止自动重试。请联系管理员查看日志后再点“重新运行”。"
)
JOB_UNEXPECTED = "系统内部错误，这项工作没有完成，已保存的数据没有受影响。请联系管理员查看日志。"
REGION_CODE_BAD = (
    "行政区划代码“{code}”不对：应为 6 位（县及以上）、9 位（乡级）或 12 位（村级）数字。"
)
REGION_UNKNOWN = "没有代码为“{code}”的行政区划。要新建，请写成“{code}:名称”。"
UNIT_UNKNOWN = "“{region}”没有叫“{unit}”的成员单位，请核对单位名称或代码。"
UNIT_AMBIGUOUS = "“{region}”有多个单位叫“{unit}”：{units}。请改用单位代码。"
